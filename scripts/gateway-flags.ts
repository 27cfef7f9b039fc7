/**
 * How Node runs a gateway, here and in `npm run gateway`. Answers live for some milliseconds: in the 16 MB that Node
 * gives to young objects a busy gateway copies many that are about to die. In one trial with 64 MB it spent a tenth less
 * of the processor, in later ones no difference could be told from noise; 32 MB keeps the memory small.
 */
export const gatewayFlags: readonly string[] = ['--max-semi-space-size=32'];

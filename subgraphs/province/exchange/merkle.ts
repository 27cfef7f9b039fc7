import { canonicalJson, type Json } from './canonical-json.js';
import { sha256 } from './envelope.js';

/**
 * The root of a Merkle tree over leaves in this order. Leaves and inner nodes are hashed under different first lines
 * (RFC 6962 §2.1), so that no inner node can be passed off as a leaf; a node without a neighbour rises as it is.
 */
export function merkleRoot(leaves: readonly Json[]): string {
  let level = leaves.map((leaf) => sha256(`tongban leaf 1\n${canonicalJson(leaf)}`));
  if (level.length === 0) return sha256('tongban leaf 1\n');
  while (level.length > 1) level = joinPairs(level);
  return level[0] ?? '';
}

function joinPairs(level: readonly string[]): string[] {
  return level.flatMap((left, index) => {
    if (index % 2 === 1) return [];
    const right = level[index + 1];
    return [right === undefined ? left : sha256(`tongban node 1\n${left}${right}`)];
  });
}

import { DockerfileParser, type From, type Instruction } from 'dockerfile-ast';

/** What is wrong with a Dockerfile, a line for each; empty for none. */
export function refuseDockerfile(text: string): readonly string[] {
  const file = DockerfileParser.parse(text);
  const instructions = file.getInstructions();
  const stages = file.getFROMs();
  const last = stages.at(-1)?.getRange().start.line ?? 0;
  const shipped = instructions.filter((one) => one.getRange().start.line >= last);
  return [
    ...stages.flatMap(refuseImage),
    ...instructions.flatMap(refuseInstruction),
    ...refuseUser(shipped),
    ...(shipped.some((one) => one.getKeyword() === 'RUN' && /\bnpm\b/.test(one.getRawArgumentsContent() ?? ''))
      ? ['The shipped stage installs packages: copy them from a stage of their own.']
      : []),
    ...(shipped.some((one) => one.getKeyword() === 'ENTRYPOINT') ? [] : ['There is no ENTRYPOINT.']),
  ];
}

// node:24.21.0-bookworm-slim: what is built today is built tomorrow.
const PINNED = /^[a-z0-9./-]+:\d+\.\d+\.\d+-[a-z0-9.-]+(@sha256:[0-9a-f]{64})?$/;

function refuseImage(stage: From): readonly string[] {
  const image = stage.getImage() ?? '';
  return PINNED.test(image) ? [] : [`${image} is not pinned to a version.`];
}

function refuseInstruction(one: Instruction): readonly string[] {
  const argument = one.getRawArgumentsContent() ?? '';
  if (one.getKeyword() === 'ADD') return ['ADD fetches and unpacks: COPY.'];
  if (/\b(curl|wget)\b.*\|\s*(ba)?sh/.test(argument)) return [`${argument} runs what it fetches.`];
  if (['ENV', 'ARG'].includes(one.getKeyword()) && /(PASSWORD|SECRET|TOKEN|_KEY)\b/i.test(argument))
    return [`${argument} puts a secret into the image.`];
  return [];
}

function refuseUser(shipped: readonly Instruction[]): readonly string[] {
  const user =
    shipped
      .filter((one) => one.getKeyword() === 'USER')
      .at(-1)
      ?.getRawArgumentsContent() ?? 'root';
  // A number: Kubernetes does not know who a name is.
  return /^[1-9]\d*:[1-9]\d*$/.test(user) ? [] : [`It runs as ${user}: name a user and a group by number, not root.`];
}

/** What the shipped stage takes from the repository itself. */
export function copiedFrom(text: string): readonly string[] {
  const file = DockerfileParser.parse(text);
  const last = file.getFROMs().at(-1)?.getRange().start.line ?? 0;
  return file
    .getCOPYs()
    .filter((copy) => copy.getRange().start.line >= last && copy.getFlags().length === 0)
    .flatMap((copy) =>
      copy
        .getArguments()
        .slice(0, -1)
        .map((argument) => argument.getValue()),
    );
}

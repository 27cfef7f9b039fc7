import ts from 'typescript';

/** An object of Kubernetes, as its YAML has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly [member: string]: unknown;
}

// Where the types of `kubernetes-types` 1.30 have each kind that we use.
const types: Readonly<Record<string, string>> = {
  'v1 Namespace': 'core/v1',
  'v1 Service': 'core/v1',
  'v1 ConfigMap': 'core/v1',
  'apps/v1 Deployment': 'apps/v1',
  'apps/v1 StatefulSet': 'apps/v1',
  'policy/v1 PodDisruptionBudget': 'policy/v1',
  'autoscaling/v2 HorizontalPodAutoscaler': 'autoscaling/v2',
  'networking.k8s.io/v1 NetworkPolicy': 'networking/v1',
};

/**
 * What the types of Kubernetes' own API say of manifests: each is a literal of its type, so a member that there is not, a
 * wrong type and one that is missing are errors of the compiler.
 */
export function refuseTypes(manifests: readonly Manifest[], root: string): readonly string[] {
  const unknown = manifests.filter(({ apiVersion, kind }) => types[`${apiVersion} ${kind}`] === undefined);
  const lines = manifests
    .filter((one) => !unknown.includes(one))
    .map((one, index) => {
      const type = `import('kubernetes-types/${types[`${one.apiVersion} ${one.kind}`] ?? ''}').${one.kind}`;
      return `export const m${index}: ${type} = ${JSON.stringify(one)};`;
    });
  const name = `${root}/manifests.ts`;
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(file, lines.join('\n'), ts.ScriptTarget.ES2024) : read(file, ...rest);
  const exists = host.fileExists.bind(host);
  host.fileExists = (file) => file === name || exists(file);
  const program = ts.createProgram([name], options, host);
  return [
    ...unknown.map(({ apiVersion, kind }) => `${apiVersion} ${kind} is a kind that this test does not know.`),
    ...ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
  ];
}

/** A container, as far as the rules look. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly resources?: {
    readonly limits?: { readonly memory?: string };
    readonly requests?: { readonly cpu?: string };
  };
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly readinessProbe?: object;
  readonly livenessProbe?: object;
  readonly startupProbe?: object;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly automountServiceAccountToken?: boolean;
}

/** The pods that a manifest starts; none for most. */
export function podOf(manifest: Manifest): PodSpec | undefined {
  const { spec } = manifest as { spec?: { template?: { spec?: PodSpec } } };
  return ['Deployment', 'StatefulSet'].includes(manifest.kind) ? spec?.template?.spec : undefined;
}

/** What is wrong with the pods of a manifest by the level "restricted", and by rules of ours. */
export function refusePods(manifest: Manifest): readonly string[] {
  const pod = podOf(manifest);
  if (pod === undefined) return [];
  const { name } = manifest.metadata;
  const context = pod.securityContext ?? {};
  const seccomp = context['seccompProfile'] as { type?: string } | undefined;
  return [
    ...(context['runAsNonRoot'] === true && seccomp?.type === 'RuntimeDefault' ? [] : [`${name} may run as root.`]),
    ...(pod.automountServiceAccountToken === false ? [] : [`${name} is given a token of the cluster.`]),
    ...pod.containers.flatMap((one) => [...refuseContainer(one), ...refuseUnprobed(one)]),
    ...(pod.initContainers ?? []).flatMap(refuseContainer),
  ];
}

function refuseUnprobed({ name, ...probes }: Container): readonly string[] {
  const needed = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;
  return needed.filter((probe) => probes[probe] === undefined).map((probe) => `${name} has no ${probe}.`);
}

function refuseContainer({ name, image, env = [], resources, securityContext = {} }: Container): readonly string[] {
  const capabilities = securityContext['capabilities'] as
    | { drop?: readonly string[]; add?: readonly string[] }
    | undefined;
  const isSealed =
    securityContext['readOnlyRootFilesystem'] === true &&
    securityContext['allowPrivilegeEscalation'] === false &&
    capabilities?.drop?.includes('ALL') === true &&
    capabilities.add === undefined;
  return [
    ...(isSealed ? [] : [`${name} is not restricted.`]),
    ...(resources?.limits?.memory !== undefined && resources.requests?.cpu !== undefined
      ? []
      : [`${name} has no bounds.`]),
    ...(/:(?!latest$)[\w.-]+$/.test(image) ? [] : [`${name} runs ${image}, which is no version.`]),
    ...env
      .filter((one) => one.value !== undefined && /PASSWORD|SECRET|TOKEN|DATABASE_URL/.test(one.name))
      .map((one) => `${name} has the secret ${one.name} in its manifest.`),
  ];
}

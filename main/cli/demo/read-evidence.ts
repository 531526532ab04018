import { createHash } from 'node:crypto';
import { DemoFailure, type DemoWorkbench } from './demo-workbench.ts';

/** The whole of one artifact, decrypted from the vault. */
export const readEvidence = async (workbench: DemoWorkbench, artifactId: string): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  await eachChunk(workbench, artifactId, (chunk) => chunks.push(chunk));
  return Buffer.concat(chunks);
};

/** SHA-256 of one artifact as it comes out of the vault. */
export const hashEvidence = async (workbench: DemoWorkbench, artifactId: string): Promise<string> => {
  const hash = createHash('sha256');
  await eachChunk(workbench, artifactId, (chunk) => hash.update(chunk));
  return hash.digest('hex');
};

const eachChunk = async (
  { openEvidence }: DemoWorkbench,
  artifactId: string,
  take: (chunk: Uint8Array) => void,
): Promise<void> => {
  const source = await openEvidence(artifactId);
  if (!source.ok) throw new DemoFailure(`reading ${artifactId}`, source.problem);
  try {
    if (source.value.size === 0) return;
    for await (const chunk of source.value.stream(0, source.value.size - 1)) take(chunk);
  } finally {
    await source.value.close();
  }
};

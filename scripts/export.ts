// npm run export -- --query FILE --format csv|ndjson|parquet [--out FILE] …: asks a running gateway for the list of a
// query as a file, and writes the file with its manifest beside it (FILE.manifest.json). For the roles analyst and
// supervisor; the token comes from --token-file or TONGBAN_TOKEN. Exit code 0: the whole list; 1: failed, or the list is
// not in the file to its end; 2: to its end, but rows or values are missing, which the manifest names.
import { isWhole, type Manifest } from '../gateway/export/manifest.js';
import { readOptions, UsageError } from './export/read-options.js';
import { BrokenAnswer } from './export/read-parts.js';
import { ExportRefused, receiveExport } from './export/receive-export.js';

const FAILED = 1;
const PARTIAL = 2;

function describe(file: string, manifest: Manifest): string {
  const { rows, file: written, stopped, coverage, errors, refusals } = manifest;
  const lines = [`${file}: ${rows} 行 · rows, ${written.bytes} B, sha256 ${written.sha256}`];
  if (stopped !== null) {
    const at = `第 ${stopped.page} 页 · page ${stopped.page}`;
    lines.push(`未完成 · NOT COMPLETE (${at}): ${stopped.code}: ${stopped.message}`);
  }
  for (const { province, reason, firstPage, lastPage } of coverage.missing) {
    lines.push(
      `缺少 · missing: ${province} ${reason} (第 ${firstPage}–${lastPage} 页 · pages ${firstPage}–${lastPage})`,
    );
  }
  if (errors.count > 0) lines.push(`空值 · values that could not be had: ${errors.count}`);
  if (refusals.length > 0) lines.push(`被拒 · refused by provinces: ${refusals.length}`);
  return lines.map((line) => `${line}\n`).join('');
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  const manifest = await receiveExport(options, process.stderr);
  const isSaid = !options.isQuiet || !isWhole(manifest);
  if (isSaid) process.stderr.write(describe(options.file, manifest));
  if (!manifest.complete) process.exitCode = FAILED;
  else if (!isWhole(manifest)) process.exitCode = PARTIAL;
} catch (error) {
  // A file that cannot be written is said by the system, with its name.
  const isOfSystem = error instanceof Error && 'syscall' in error;
  const isExpected = isOfSystem || [UsageError, BrokenAnswer, ExportRefused].some((kind) => error instanceof kind);
  if (!isExpected || !(error instanceof Error)) throw error;
  const prefix =
    error instanceof BrokenAnswer ? '导出中断，FILE.partial 不完整 · broken off; FILE.partial is not whole: ' : '';
  process.stderr.write(`${prefix}${error.message}\n`);
  process.exitCode = FAILED;
}

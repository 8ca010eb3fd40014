// `--overlay`: documents that correct the document which a command reads.
import { readFile } from 'node:fs/promises';
import { Option } from 'commander';
import type { CsdlText } from '../csdl/load-csdl.ts';
import { decodeCsdl } from '../csdl/source-xml.ts';
import { isSystemError, systemErrorText, UserError } from './user-error.ts';

/** May be given several times: overlays are applied in their order. */
export function overlayOption(): Option {
  return new Option(
    '--overlay <file>',
    'CSDL document that adds to, replaces and removes what the document says; may be repeated',
  ).argParser((file: string, files: readonly string[] | undefined) => [...(files ?? []), file]);
}

/** @throws UserError for a file that can't be read */
export async function readOverlays(files: readonly string[] = []): Promise<CsdlText[]> {
  return await Promise.all(
    files.map(async (file) => {
      try {
        return { file, text: decodeCsdl(await readFile(file)) };
      } catch (error) {
        if (isSystemError(error)) throw new UserError(systemErrorText(error, `The file ${file}`));
        throw error;
      }
    }),
  );
}

import { compileDefinition } from '../../../codegen/compile-definition.ts';
import { type CheckContext, createCheckContext } from '../../../src/contract/check/check-context.ts';
import { readCsdl } from '../../../src/csdl/read.ts';
import type { ProfileName } from '../../../src/service/profile.ts';
import { profileOf } from '../../../src/service/profiles/profile-of.ts';

/** The context that `check --service` makes of a CSDL document. */
export function contextOf(csdl: string, profileName: ProfileName, roots?: readonly string[]): CheckContext {
  const { document, findings } = readCsdl(csdl, { file: 'model.csdl.xml' });
  if (document === undefined) throw new Error(JSON.stringify(findings));
  const definition = compileDefinition(document, { file: 'model.csdl.xml', sha256: '' });
  return createCheckContext(definition, profileOf(profileName, definition.model), roots);
}

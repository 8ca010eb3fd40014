// OData JSON Format 4.01, section 16 "Bound Function": the name that an operation is advertised by; ABNF qualifiedFunctionName.
import type { EdmOperation } from '../../edm/edm-model.ts';

/** `ns.Vacation` for all overloads, `ns.Vacation(Year)` for the one with these parameters. */
export function advertisedName(
  { qualifiedName }: EdmOperation,
  parameters: readonly string[] | undefined,
): string {
  return parameters === undefined ? qualifiedName : `${qualifiedName}(${parameters.join(',')})`;
}

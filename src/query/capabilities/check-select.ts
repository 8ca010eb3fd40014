// OASIS Capabilities vocabulary 4.0, term SelectSupport: $select, and options within it.
import type { QueryOptions, Select } from '../query.ts';
import { type CapabilityFinding, type OptionsPlace, report } from './capability-finding.ts';
import { asRecord, type CapabilityRecord, type CapabilityScope, capability } from './capability-scope.ts';

export function checkSelect(
  findings: CapabilityFinding[],
  scope: CapabilityScope,
  select: Select | undefined,
  { prefix }: OptionsPlace,
): void {
  if (select === undefined) return;
  const support = asRecord(capability(scope, 'SelectSupport'));
  if (support.Supported === false)
    report(findings, 501, 'SelectSupport/Supported', `${prefix}$select is not supported here.`, '$select');
  else checkWithin(findings, support, select, `${prefix}$select=`);
}

/** The members of SelectSupport, by the options within $select that they allow. */
const within: Readonly<Partial<Record<keyof QueryOptions, string>>> = {
  expand: 'Expandable',
  filter: 'Filterable',
  search: 'Searchable',
  top: 'TopSupported',
  skip: 'SkipSupported',
  compute: 'ComputeSupported',
  count: 'Countable',
  orderby: 'Sortable',
};

function checkWithin(
  findings: CapabilityFinding[],
  support: CapabilityRecord,
  { properties }: Select,
  prefix: string,
): void {
  for (const [name, { options = {}, select }] of properties) {
    for (const option of Object.keys(options) as (keyof QueryOptions)[]) {
      const member = within[option];
      if (member === undefined || support[member] !== false) continue;
      const message = `$${option} is not supported within ${prefix}${name}.`;
      report(findings, 501, `SelectSupport/${member}`, message, '$select');
    }
    if (select !== undefined) checkWithin(findings, support, select, `${prefix}${name}/`);
  }
}

// OData CSDL 4.01, section 14.2 "Annotation": annotations that came, went or have another value.
import type { EdmAnnotations, EdmAnnotationValue } from '../../edm/edm-model.ts';
import type { Breaks, SchemaChange } from './schema-change.ts';

/** Terms whose change a client feels: what it may send, and what it may ask for. */
const capabilities = /^Org\.OData\.Capabilities\.V1\./;
const writing = new Set([
  'Org.OData.Core.V1.Computed',
  'Org.OData.Core.V1.Immutable',
  'Org.OData.Core.V1.Permissions',
  'Org.OData.Core.V1.OptimisticConcurrency',
  'Org.OData.Core.V1.RequiresType',
]);
const alternateKeys = /^(Org\.OData\.Core|OData\.Community\.Keys)\.V1\.AlternateKeys$/;
const validation = /^Org\.OData\.Validation\.V1\./;

/** Differences between the annotations of one element, by term and qualifier. */
export function diffAnnotations(path: string, before: EdmAnnotations, after: EdmAnnotations): SchemaChange[] {
  const changes: SchemaChange[] = [];
  for (const [name, old] of before.entries) {
    if (isOptionalParameter(name)) continue;
    const now = after.entries.get(name);
    if (now === undefined) changes.push(annotationChange('element-removed', path, name, old, undefined));
    else if (!isEqual(old, now)) changes.push(annotationChange('annotation-changed', path, name, old, now));
  }
  for (const [name, now] of after.entries) {
    if (isOptionalParameter(name) || before.entries.has(name)) continue;
    changes.push(annotationChange('element-added', path, name, undefined, now));
  }
  return changes;
}

// `optional-changed` of the parameter says it already
function isOptionalParameter(name: string): boolean {
  return name === 'Org.OData.Core.V1.OptionalParameter';
}

function annotationChange(
  rule: 'element-added' | 'element-removed' | 'annotation-changed',
  path: string,
  name: string,
  old: EdmAnnotationValue | undefined,
  now: EdmAnnotationValue | undefined,
): SchemaChange {
  const verb = {
    'element-added': 'is new',
    'element-removed': 'is gone',
    'annotation-changed': 'has another value',
  };
  const breaks = whatAnnotationBreaks(name, old, now);
  const why = breaks === 'nothing' ? '' : ', and asks more of requests than before';
  return {
    rule,
    element: 'Annotation',
    path: `${path}/@${name}`,
    ...(old === undefined ? {} : { old: JSON.stringify(old) }),
    ...(now === undefined ? {} : { new: JSON.stringify(now) }),
    breaks,
    message: `Annotation @${name} on ${path} ${verb[rule]}${why}.`,
  };
}

/** An annotation breaks requests when it forbids or asks what it did not before. */
function whatAnnotationBreaks(
  name: string,
  old: EdmAnnotationValue | undefined,
  now: EdmAnnotationValue | undefined,
): Breaks {
  const term = name.split('#', 1)[0] ?? name;
  // URLs with the alternate key fail when it is gone
  if (alternateKeys.test(term)) return old === undefined ? 'nothing' : 'requests';
  if (capabilities.test(term)) return restricts(old, now) ? 'requests' : 'nothing';
  if (writing.has(term)) return now === undefined || now === false ? 'nothing' : 'requests';
  if (validation.test(term)) return now === undefined ? 'nothing' : 'requests';
  return 'nothing';
}

/** Whether a capability that was there, said or by default, is denied now, or a list of exceptions has grown. */
function restricts(old: EdmAnnotationValue | undefined, now: EdmAnnotationValue | undefined): boolean {
  if (now === false) return old !== false;
  if (Array.isArray(now)) {
    const known = new Set((Array.isArray(old) ? old : []).map((item) => JSON.stringify(item)));
    return now.some((item) => !known.has(JSON.stringify(item)));
  }
  if (typeof now !== 'object' || now === null) return false;
  const before = typeof old === 'object' && old !== null && !Array.isArray(old) ? old : {};
  return Object.entries(now).some(([member, value]) => {
    const earlier = (before as { [member: string]: EdmAnnotationValue })[member];
    if (/^(Required|RequiresFilter)/.test(member) && value === true) return earlier !== true;
    return restricts(earlier, value);
  });
}

function isEqual(left: EdmAnnotationValue, right: EdmAnnotationValue): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => isEqual(item, right[index] as EdmAnnotationValue))
    );
  }
  const before = left as { readonly [member: string]: EdmAnnotationValue };
  const after = right as { readonly [member: string]: EdmAnnotationValue };
  const names = Object.keys(before);
  return (
    names.length === Object.keys(after).length &&
    names.every(
      (name) => after[name] !== undefined && isEqual(before[name] as EdmAnnotationValue, after[name]),
    )
  );
}

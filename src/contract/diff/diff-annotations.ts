// OData CSDL 4.01, section 14.2 "Annotation": annotations that came, went or have another value.
import type { EdmAnnotations, EdmAnnotationValue } from '../../edm/edm-model.ts';
import { annotationBreaks } from './annotation-breaks.ts';
import type { Breaks, SchemaChange } from './schema-change.ts';

/** Differences between the annotations of one element, by term and qualifier, and between those of these annotations. */
export function diffAnnotations(path: string, before: EdmAnnotations, after: EdmAnnotations): SchemaChange[] {
  // what is annotated itself has come or gone with all that it has
  const isKept = (name: string) => {
    const owner = name.slice(0, name.lastIndexOf('@'));
    return [before, after].every(({ entries, nested }) => entries.has(owner) || nested.has(owner));
  };
  return [
    ...diffEntries(path, before.entries, after.entries),
    ...diffEntries(path, before.nested, after.nested).filter(({ path: own }) =>
      isKept(own.slice(path.length + 2)),
    ),
  ];
}

type Entries = EdmAnnotations['entries'];

function diffEntries(path: string, before: Entries, after: Entries): SchemaChange[] {
  const changes: SchemaChange[] = [];
  for (const [name, old] of before) {
    const now = after.get(name);
    if (now === undefined && isOptionalParameter(name)) continue;
    if (now === undefined) changes.push(annotationChange('element-removed', path, name, old, undefined));
    else if (!isEqual(old, now)) changes.push(annotationChange('annotation-changed', path, name, old, now));
  }
  for (const [name, now] of after) {
    if (isOptionalParameter(name) || before.has(name)) continue;
    changes.push(annotationChange('element-added', path, name, undefined, now));
  }
  return changes;
}

// `optional-changed` of the parameter says it already
function isOptionalParameter(name: string): boolean {
  return name === 'Org.OData.Core.V1.OptionalParameter';
}

const consequences: Readonly<Record<Breaks, string>> = {
  nothing: '',
  requests: ', and asks more of requests than before',
  responses: ', and allows more in responses than before',
  both: ', and neither requests nor responses are what they were',
};

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
  const breaks = annotationBreaks(name, old, now);
  return {
    rule,
    element: 'Annotation',
    path: `${path}/@${name}`,
    ...(old === undefined ? {} : { old: JSON.stringify(old) }),
    ...(now === undefined ? {} : { new: JSON.stringify(now) }),
    breaks,
    message: `Annotation @${name} on ${path} ${verb[rule]}${consequences[breaks]}.`,
  };
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

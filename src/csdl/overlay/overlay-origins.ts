// OData CSDL 4.01, section 4 "CSDL Document": which text says what of a document that overlays have changed.
import type { CsdlDocument, CsdlPath, CsdlPlace, CsdlPositions, CsdlValue } from '../csdl-document.ts';
import { isCsdlObject, memberOf } from '../csdl-document.ts';
import { schemaNames } from '../model/model-source.ts';

/** A document with where its values stand. */
export interface PositionedText {
  readonly file: string;
  readonly positions: CsdlPositions;
}

/** A value of a text that was read. */
export interface Origin {
  readonly source: PositionedText;
  readonly path: CsdlPath;
}

export interface Origins {
  /** Notes where a member of an object comes from. */
  set(holder: object, member: string, value: CsdlValue, origin: Origin): void;
  /** Where the value at a path, or the nearest value around it, stands. */
  placeOf(path: CsdlPath): CsdlPlace | undefined;
}

/** @param document a draft: it is followed as it is when it is asked for */
export function createOrigins(document: CsdlDocument, source: PositionedText): Origins {
  // Objects are told by themselves, so that they may move in their array; other values by who holds them.
  const objects = new WeakMap<object, Origin>();
  const members = new WeakMap<object, Map<string, Origin>>();
  for (const [path, element] of listedElements(document)) objects.set(element, { source, path });
  const known = (holder: object, step: string, value: CsdlValue | undefined): Origin | undefined =>
    typeof value === 'object' && value !== null ? objects.get(value) : members.get(holder)?.get(step);
  return {
    set(holder, member, value, origin) {
      if (typeof value === 'object' && value !== null) objects.set(value, origin);
      else members.set(holder, (members.get(holder) ?? new Map<string, Origin>()).set(member, origin));
    },
    placeOf(path) {
      let origin: Origin = { source, path: [] };
      let value: CsdlValue | undefined = document;
      for (const step of path) {
        const holder: CsdlValue | undefined = value;
        if (typeof holder !== 'object' || holder === null) break;
        value = isCsdlObject(holder) ? memberOf(holder, String(step)) : holder[Number(step)];
        origin = known(holder, String(step), value) ?? { ...origin, path: [...origin.path, step] };
      }
      const position = origin.source.positions(origin.path);
      return position === undefined ? undefined : { file: origin.source.file, ...position };
    },
  };
}

/** Overloads and their parameters, whose indexes change when one before them is removed. */
function* listedElements(document: CsdlDocument): Iterable<readonly [CsdlPath, object]> {
  for (const namespace of schemaNames(document))
    for (const [name, overloads] of Object.entries(document[namespace] as object)) {
      if (!Array.isArray(overloads)) continue;
      for (const [index, overload] of overloads.entries()) {
        if (!isCsdlObject(overload)) continue;
        const path = [namespace, name, index];
        yield [path, overload];
        const parameters = Array.isArray(overload.$Parameter) ? overload.$Parameter : [];
        for (const [at, parameter] of parameters.entries())
          if (isCsdlObject(parameter)) yield [[...path, '$Parameter', at], parameter];
      }
    }
}

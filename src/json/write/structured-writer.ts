// OData JSON Format 4.01, sections 6 "Entity" and 7.2 "Complex Value": what writing values of one type is made ready with.
import type { EdmProperty, EdmStructuredType } from '../../edm/edm-model.ts';
import type { EdmValue } from '../../edm/value.ts';
import type { JsonNotation } from './control-information.ts';
import type { Surroundings } from './surroundings.ts';
import type { NavigationWriter } from './write-navigation.ts';
import type { Shape } from './write-shape.ts';

/** Writes one property; the text has no comma before it. */
export interface PropertyWriter {
  readonly name: string;
  /** `"name":` */
  readonly key: string;
  /** `,"name":` */
  readonly nextKey: string;
  /** `"name@odata.type":"#Guid",` where metadata=full says what JSON does not. */
  readonly typeControl: string;
  readonly property: EdmProperty;
  /** Of an abstract type: each value has a type of its own, which is told like that of a dynamic property. */
  readonly typedByValue: boolean;
  /** Nothing but the value is ever written, and that always. */
  readonly plain: boolean;
  /** Whether a value may have no form in this version of the format. */
  readonly mayLackForm: boolean;
  readonly omitted: (value: EdmValue) => boolean;
  readonly write: (value: EdmValue, around: Surroundings) => string;
}

/** A writer for values of one type, in one shape and one notation. */
export interface StructuredWriter {
  readonly type: EdmStructuredType;
  readonly notation: JsonNotation;
  readonly shape: Shape;
  readonly properties: readonly PropertyWriter[];
  readonly streams: readonly { readonly name: string; readonly inline: boolean }[];
  readonly navigation: readonly NavigationWriter[];
}

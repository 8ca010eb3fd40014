// OData Data Aggregation Extension 4.0, section 3 "System Query Option $apply", resolved.
import type { Transformation as TransformationSyntax } from '../uri/syntax-tree.ts';

/** Placeholder kinds until $apply is resolved: the resolver answers 501 and names the option. */
export type Transformation = { readonly kind: TransformationSyntax['kind'] };

// OData URL Conventions 4.01, sections 4 to 6: a request's URL, resolved. The one shape that every store is asked with.
import type {
  EdmEntitySet,
  EdmNavigationProperty,
  EdmOperation,
  EdmProperty,
  EdmStructuredType,
} from '../edm/edm-model.ts';
import type { ComputeItem as ComputeSyntax, QueryOption, SearchExpr } from '../uri/syntax-tree.ts';
import type { Shape } from './apply/shape.ts';
import type { Transformation } from './apply/transformation.ts';
import type { Expression } from './expression/expression.ts';
import type { EntitySource, ResourcePath } from './path/resource-path.ts';

export interface Query {
  readonly path: ResourcePath;
  readonly options: QueryOptions;
}

/**
 * Resolved system query options. Order of evaluation (Protocol 4.01, section 11.2.1): $apply, $compute, $filter and $search,
 * $count, $orderby, $skiptoken, $skip, $top, then $expand and $select on what is left.
 */
export interface QueryOptions {
  readonly apply?: readonly Transformation[];
  readonly compute?: readonly ComputeItem[];
  readonly filter?: Expression;
  readonly search?: SearchExpr;
  readonly orderby?: readonly OrderbyItem[];
  readonly top?: number;
  readonly skip?: number;
  readonly count?: boolean;
  readonly expand?: readonly ExpandItem[];
  readonly select?: Select;
  readonly skiptoken?: string;
  readonly deltatoken?: string;
  readonly index?: number;
  readonly levels?: number | 'max';
  /** Shape of the instances after $apply and $compute; absent where they are whole instances of their type. */
  readonly shape?: Shape;
}

export interface OrderbyItem {
  readonly expression: Expression;
  readonly descending: boolean;
}

export interface ComputeItem {
  readonly name: ComputeSyntax['alias'];
  readonly expression: Expression;
}

/** Which members of an instance are written. Absence of the whole means: all structural properties. */
export interface Select {
  /** `*`: all declared and open structural properties (also when nothing but expanded members was named). */
  readonly all: boolean;
  /** Selected structural properties, computed ones too, by name; the value has what is selected inside a complex value. */
  readonly properties: ReadonlyMap<string, SelectedProperty>;
  /** Selected navigation properties: their links are written. */
  readonly navigationProperties: ReadonlySet<string>;
  /** Advertised bound operations: `ns.*` and named ones. */
  readonly operations: readonly SelectedOperation[];
}

export interface SelectedOperation {
  readonly operation: EdmOperation;
  /** Names of the parameters, where $select names this overload: `ns.Vacation(Year)`. */
  readonly parameters?: readonly string[];
  /** The derived type that the item is cast to. */
  readonly cast?: EdmStructuredType;
}

export interface SelectedProperty {
  readonly property: EdmProperty | undefined;
  /** Members selected below a complex property; undefined for the whole. */
  readonly select: Select | undefined;
  /** Options on a collection: `$select=Emails($top=2;$filter=…)` */
  readonly options: QueryOptions | undefined;
  /** Present when selected only for instances of this derived type (`ns.Manager/Budget`). */
  readonly cast: EdmStructuredType | undefined;
}

export interface ExpandItem {
  /** Complex properties and casts before the navigation property. */
  readonly path: readonly ExpandStep[];
  readonly navigationProperty: EdmNavigationProperty | undefined;
  /** A stream property (`$expand=Photo`), or `$value` of a media entity. */
  readonly stream: EdmProperty | '$value' | undefined;
  /** Cast after the navigation property: only instances of this type are written. */
  readonly cast: EdmStructuredType | undefined;
  readonly form: 'entities' | '$ref' | '$count';
  readonly options: QueryOptions;
  /** The options as the URL has them, for links to what is expanded; absent where no URL asked for it. */
  readonly written?: readonly QueryOption[];
  readonly source: EntitySource | undefined;
  /** In a cross join: the joined entity set whose entity is written inline; everything else is undefined then. */
  readonly entitySet?: EdmEntitySet;
  /** Name of a member that join, outerjoin, nest or addnested made; `navigationProperty` is undefined then. */
  readonly dynamic?: string;
}

export type ExpandStep =
  | { readonly kind: 'property'; readonly property: EdmProperty }
  | { readonly kind: 'cast'; readonly type: EdmStructuredType };

/** How strictly URLs are read; a profile sets it. */
export interface ResolveOptions {
  /** `/Products/1` for `/Products(1)`. Always accepted for keys where no property or operation has the name. */
  readonly keyAsSegment: boolean;
  /** Operations and casts may be written without these namespaces. */
  readonly defaultNamespaces: readonly string[];
  /** Operations may be written without their namespace, where it is that of the type that they are bound to, or one below. */
  readonly ownNamespace?: boolean;
  /** Functions without parameters may be written without `()`. */
  readonly optionalParentheses: boolean;
  /** Members of derived types may be used without a cast segment, when exactly one derived type has them. */
  readonly implicitCasts: boolean;
  /** Names are matched without regard to case when no name matches exactly, and exactly one does so. */
  readonly ignoreCase: boolean;
  /** What a key of the wrong type (`Products('x')` where the key is a number) answers: it names no entity (404, the default), or it is malformed (400). */
  readonly unfitKey?: 'notFound' | 'badRequest';
  /** Numbers may stand for members of enumeration types: `Status eq 9`. The standard has no such literal. */
  readonly numericEnums?: boolean;
  /** Path segments may follow functions that are not composable, and `$value` entities that are no media entities. */
  readonly composeAnything?: boolean;
  /** A function may be named without its parameters, as the request lines of documentation name it: they are null then. */
  readonly parametersLeftOut?: boolean;
  /** Empty segments are ignored, and so is a trailing slash; otherwise they name nothing. */
  readonly emptySegments?: boolean;
  /** A segment `$` says that the next one is no key: `memberOf/$/ns.Group`. */
  readonly keyAsSegmentEscape?: boolean;
  /** What `format` without `$` asks for, and is no media type, is for the service to say: `content?format=pdf`. */
  readonly ownFormats?: boolean;
  /** Literals may be quoted where the type does not ask for it: `date='2018-03-05'`. */
  readonly quotedLiterals?: boolean;
  /** A date may stand for the DateTimeOffset of its midnight in UTC: `createdDateTime ge 2021-07-01`. */
  readonly datesAsTimestamps?: boolean;
  /** `$count` is ignored where the resource is no collection; otherwise it is refused. */
  readonly countAnywhere?: boolean;
  /** `$select` and `$expand` of a stream property are about its entity, which is answered when a new content is put. */
  readonly entityOptionsOfStreams?: boolean;
  /** Annotations may be custom query options (`@ns.term=value`), which are then named without the sign. */
  readonly annotationOptions?: boolean;
  /** A plus sign in the query part is a blank, as in HTML forms. The standard reads it as a plus sign. */
  readonly plusIsBlank?: boolean;
  /** Properties whose value may stand in the place of the key: `users/adele@contoso.com`. */
  readonly keyStandIns?: readonly KeyStandIn[];
  /** Types whose entities can be addressed by names below one another: `root:/Folder/File.txt:/content`. */
  readonly pathAddressing?: readonly PathAddressing[];
}

/** A property that tells entities of a type apart as their key does. */
export interface KeyStandIn {
  /** Qualified name of the entity type. */
  readonly type: string;
  readonly property: string;
}

export interface PathAddressing {
  /** Qualified name of the type that the path starts from and goes through. */
  readonly type: string;
  /** The navigation property from one item to those below it. */
  readonly navigationProperty: string;
  /** The property that has the name. */
  readonly property: string;
}

/** Protocol 4.01, section 11.2 and URL Conventions, section 5: a request's URL with all of its options. */
export interface ResolvedRequest extends Query {
  /** `$format`, as written. */
  readonly format: string | undefined;
  /** `$id`, as written. */
  readonly id: string | undefined;
  readonly schemaversion: string | undefined;
  /** Custom query options, by name; the last value where a name is repeated. */
  readonly custom: ReadonlyMap<string, string>;
}

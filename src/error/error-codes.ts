// OData JSON Format 4.01, section 21.1 "Error Response": `code` is a language-independent string defined by the service.

/**
 * The closed list of error codes. A code is stable: clients and tests may depend on it.
 * The text says when it is used; the status that goes with it is the thrower's.
 */
export const errorCodes = {
  BadRequest: 'The request is malformed in a way no other code names.',
  InvalidUrl: 'The URL does not follow the OData grammar, or does not decode.',
  InvalidQueryOption: 'A query option is unknown, repeated, or has a value that its grammar does not allow.',
  InvalidExpression:
    'An expression parses, but does not fit the model: unknown member, wrong types, wrong arity.',
  InvalidKey: 'A key predicate does not fit the key of the entity type.',
  InvalidPayload:
    'The request body is not well-formed, or does not satisfy the schema of its type; see details.',
  InvalidHeader: 'A header has a value that is not allowed.',
  InvalidReference: 'An entity reference does not resolve to an entity of the right type.',
  UnknownProperty: 'A payload names a property that its closed type does not have.',
  InvalidValue: 'A value does not fit the declared type or facets.',
  MissingProperty: 'A property that is required is missing.',
  NullNotAllowed: 'A value that is not nullable is null.',
  UnknownType:
    'A type annotation names a type that is unknown, abstract, or not derived from the declared type.',
  InvalidAnnotation: 'Control information or an annotation in a payload is not allowed there.',
  Forbidden: 'The client may not use the admin endpoints.',
  NotFound: 'The resource does not exist.',
  MethodNotAllowed: 'The resource does not support the method; see the Allow header.',
  NotAcceptable: 'No representation that the service has is acceptable to the client.',
  UnsupportedMediaType: 'The content type of the request is not supported there.',
  PayloadTooLarge: 'The request body is over the configured limit.',
  TooComplex: 'The request is over a documented limit of depth, length or number.',
  Conflict: 'The request conflicts with the state of the resource, for instance a key that exists.',
  PreconditionFailed: 'A precondition (If-Match, If-None-Match, Isolation) is not met.',
  PreconditionRequired: 'The resource may be changed only with If-Match.',
  Gone: 'The resource existed and is no more, for instance an expired delta link.',
  FailedDependency: 'A request of the same change set or one it depends on failed.',
  CapabilityRestricted:
    'The model declares that this is not supported there; the message names the annotation.',
  ConstraintViolated: 'A constraint that the model declares is violated.',
  Throttled: 'Too many requests; see Retry-After.',
  NotImplemented: 'A part of the standard that this service does not have; the message names it.',
  VersionNotSupported: 'The client asks for an OData version that the service does not speak.',
  InternalError: 'A defect of the service itself.',
  ServiceUnavailable: 'The service is shutting down or was told to fail.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

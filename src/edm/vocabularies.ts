// OASIS OData Vocabularies 4.0: qualified names of the terms that the product reads.

/** Org.OData.Core.V1 */
export const Core = {
  AlternateKeys: 'Org.OData.Core.V1.AlternateKeys',
  AcceptableMediaTypes: 'Org.OData.Core.V1.AcceptableMediaTypes',
  Computed: 'Org.OData.Core.V1.Computed',
  ComputedDefaultValue: 'Org.OData.Core.V1.ComputedDefaultValue',
  ContentID: 'Org.OData.Core.V1.ContentID',
  ContentDisposition: 'Org.OData.Core.V1.ContentDisposition',
  DataModificationException: 'Org.OData.Core.V1.DataModificationException',
  DefaultNamespace: 'Org.OData.Core.V1.DefaultNamespace',
  Description: 'Org.OData.Core.V1.Description',
  Immutable: 'Org.OData.Core.V1.Immutable',
  IsURL: 'Org.OData.Core.V1.IsURL',
  LongDescription: 'Org.OData.Core.V1.LongDescription',
  MediaType: 'Org.OData.Core.V1.MediaType',
  OperationAvailable: 'Org.OData.Core.V1.OperationAvailable',
  OptimisticConcurrency: 'Org.OData.Core.V1.OptimisticConcurrency',
  OptionalParameter: 'Org.OData.Core.V1.OptionalParameter',
  Permissions: 'Org.OData.Core.V1.Permissions',
  RequiresType: 'Org.OData.Core.V1.RequiresType',
  ResourcePath: 'Org.OData.Core.V1.ResourcePath',
  Revisions: 'Org.OData.Core.V1.Revisions',
  SchemaVersion: 'Org.OData.Core.V1.SchemaVersion',
  ValueException: 'Org.OData.Core.V1.ValueException',
} as const;

/** Org.OData.Capabilities.V1 */
export const Capabilities = {
  AcceptableEncodings: 'Org.OData.Capabilities.V1.AcceptableEncodings',
  BatchSupport: 'Org.OData.Capabilities.V1.BatchSupport',
  ChangeTracking: 'Org.OData.Capabilities.V1.ChangeTracking',
  CountRestrictions: 'Org.OData.Capabilities.V1.CountRestrictions',
  CustomHeaders: 'Org.OData.Capabilities.V1.CustomHeaders',
  CustomQueryOptions: 'Org.OData.Capabilities.V1.CustomQueryOptions',
  DefaultCapabilities: 'Org.OData.Capabilities.V1.DefaultCapabilities',
  DeleteRestrictions: 'Org.OData.Capabilities.V1.DeleteRestrictions',
  ExpandRestrictions: 'Org.OData.Capabilities.V1.ExpandRestrictions',
  FilterRestrictions: 'Org.OData.Capabilities.V1.FilterRestrictions',
  InsertRestrictions: 'Org.OData.Capabilities.V1.InsertRestrictions',
  ModificationQueryOptions: 'Org.OData.Capabilities.V1.ModificationQueryOptions',
  NavigationRestrictions: 'Org.OData.Capabilities.V1.NavigationRestrictions',
  OperationRestrictions: 'Org.OData.Capabilities.V1.OperationRestrictions',
  ReadRestrictions: 'Org.OData.Capabilities.V1.ReadRestrictions',
  SearchRestrictions: 'Org.OData.Capabilities.V1.SearchRestrictions',
  SelectSupport: 'Org.OData.Capabilities.V1.SelectSupport',
  SkipSupported: 'Org.OData.Capabilities.V1.SkipSupported',
  SortRestrictions: 'Org.OData.Capabilities.V1.SortRestrictions',
  TopSupported: 'Org.OData.Capabilities.V1.TopSupported',
  UpdateRestrictions: 'Org.OData.Capabilities.V1.UpdateRestrictions',
} as const;

/** Org.OData.Validation.V1 */
export const Validation = {
  AllowedValues: 'Org.OData.Validation.V1.AllowedValues',
  Constraint: 'Org.OData.Validation.V1.Constraint',
  DerivedTypeConstraint: 'Org.OData.Validation.V1.DerivedTypeConstraint',
  Exclusive: 'Org.OData.Validation.V1.Exclusive',
  Maximum: 'Org.OData.Validation.V1.Maximum',
  MaxItems: 'Org.OData.Validation.V1.MaxItems',
  Minimum: 'Org.OData.Validation.V1.Minimum',
  MinItems: 'Org.OData.Validation.V1.MinItems',
  MultipleOf: 'Org.OData.Validation.V1.MultipleOf',
  OpenPropertyTypeConstraint: 'Org.OData.Validation.V1.OpenPropertyTypeConstraint',
  Pattern: 'Org.OData.Validation.V1.Pattern',
} as const;

// OASIS OData Vocabularies 4.0: which terms and properties of their records take members of enumerations or paths. CSDL JSON
// writes these as strings; CSDL XML has a notation for each, so that writing XML needs to know them.
import type { CsdlDocument, CsdlObject } from './csdl-document.ts';

interface VocabularyFacts {
  /** Members in the order of their values; `+flags` last where several may be given. */
  readonly enums: Readonly<Record<string, string>>;
  /** Types of terms, unqualified within the vocabulary; `[]` for a collection. */
  readonly terms: Readonly<Record<string, string>>;
  /** Types of the properties of records; only those that lead to enumerations or paths. */
  readonly types: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const vocabularies: Readonly<Record<string, VocabularyFacts>> = {
  'Org.OData.Aggregation.V1': {
    enums: {
      RollupType: 'None SingleHierarchy MultipleHierarchies',
    },
    terms: {
      ApplySupported: 'ApplySupportedType',
      ApplySupportedDefaults: 'ApplySupportedBase',
      ContextDefiningProperties: '[]Edm.PropertyPath',
      LeveledHierarchy: '[]Edm.PropertyPath',
      RecursiveHierarchy: 'RecursiveHierarchyType',
      AvailableOnAggregates: 'AvailableOnAggregatesType',
    },
    types: {
      ApplySupportedBase: { Rollup: 'RollupType' },
      ApplySupportedType: {
        Rollup: 'RollupType',
        GroupableProperties: '[]Edm.AnyPropertyPath',
        AggregatableProperties: '[]AggregatablePropertyType',
      },
      AggregatablePropertyType: { Property: 'Edm.PropertyPath' },
      RecursiveHierarchyType: {
        NodeProperty: 'Edm.PropertyPath',
        ParentNavigationProperty: 'Edm.NavigationPropertyPath',
      },
      AvailableOnAggregatesType: { RequiredProperties: '[]Edm.PropertyPath' },
      NavigationPropertyAggregationCapabilities: {
        NavigationProperty: 'Edm.NavigationPropertyPath',
        Navigability: 'Org.OData.Capabilities.V1.NavigationType',
        FilterRestrictions: 'Org.OData.Capabilities.V1.FilterRestrictionsType',
        SearchRestrictions: 'Org.OData.Capabilities.V1.SearchRestrictionsType',
        SortRestrictions: 'Org.OData.Capabilities.V1.SortRestrictionsType',
        InsertRestrictions: 'Org.OData.Capabilities.V1.InsertRestrictionsType',
        UpdateRestrictions: 'Org.OData.Capabilities.V1.UpdateRestrictionsType',
        DeleteRestrictions: 'Org.OData.Capabilities.V1.DeleteRestrictionsType',
        ApplySupported: 'ApplySupportedType',
      },
    },
  },
  'Org.OData.Authorization.V1': {
    enums: {
      KeyLocation: 'Header QueryOption Cookie',
    },
    terms: {},
    types: {
      ApiKey: { Location: 'KeyLocation' },
    },
  },
  'Org.OData.Capabilities.V1': {
    enums: {
      ConformanceLevelType: 'Minimal Intermediate Advanced',
      IsolationLevel: 'Snapshot +flags',
      NavigationType: 'Recursive Single None',
      SearchExpressions: 'none AND OR NOT phrase group +flags',
      HttpMethod: 'GET PATCH PUT POST DELETE OPTIONS HEAD +flags',
    },
    terms: {
      ConformanceLevel: 'ConformanceLevelType',
      IsolationSupported: 'IsolationLevel',
      ChangeTracking: 'ChangeTrackingType',
      CountRestrictions: 'CountRestrictionsType',
      NavigationRestrictions: 'NavigationRestrictionsType',
      FilterRestrictions: 'FilterRestrictionsType',
      SortRestrictions: 'SortRestrictionsType',
      ExpandRestrictions: 'ExpandRestrictionsType',
      SearchRestrictions: 'SearchRestrictionsType',
      InsertRestrictions: 'InsertRestrictionsType',
      UpdateRestrictions: 'UpdateRestrictionsType',
      DeleteRestrictions: 'DeleteRestrictionsType',
      CollectionPropertyRestrictions: '[]CollectionPropertyRestrictionsType',
      DefaultCapabilities: 'DefaultCapabilitiesType',
    },
    types: {
      ChangeTrackingType: {
        FilterableProperties: '[]Edm.PropertyPath',
        ExpandableProperties: '[]Edm.NavigationPropertyPath',
      },
      CountRestrictionsType: {
        NonCountableProperties: '[]Edm.PropertyPath',
        NonCountableNavigationProperties: '[]Edm.NavigationPropertyPath',
      },
      NavigationRestrictionsType: {
        Navigability: 'NavigationType',
        RestrictedProperties: '[]NavigationPropertyRestriction',
      },
      NavigationPropertyRestriction: {
        NavigationProperty: 'Edm.NavigationPropertyPath',
        Navigability: 'NavigationType',
        FilterRestrictions: 'FilterRestrictionsType',
        SearchRestrictions: 'SearchRestrictionsType',
        SortRestrictions: 'SortRestrictionsType',
        InsertRestrictions: 'InsertRestrictionsType',
        UpdateRestrictions: 'UpdateRestrictionsType',
        DeleteRestrictions: 'DeleteRestrictionsType',
      },
      FilterRestrictionsType: {
        RequiredProperties: '[]Edm.PropertyPath',
        NonFilterableProperties: '[]Edm.PropertyPath',
        FilterExpressionRestrictions: '[]FilterExpressionRestrictionType',
      },
      FilterExpressionRestrictionType: { Property: 'Edm.PropertyPath' },
      SortRestrictionsType: {
        AscendingOnlyProperties: '[]Edm.PropertyPath',
        DescendingOnlyProperties: '[]Edm.PropertyPath',
        NonSortableProperties: '[]Edm.PropertyPath',
      },
      ExpandRestrictionsType: {
        NonExpandableProperties: '[]Edm.NavigationPropertyPath',
        NonExpandableStreamProperties: '[]Edm.PropertyPath',
      },
      ExpandByKeyRestrictionsType: {
        NonExpandableProperties: '[]Edm.NavigationPropertyPath',
        NonExpandableStreamProperties: '[]Edm.PropertyPath',
      },
      SearchRestrictionsType: { UnsupportedExpressions: 'SearchExpressions' },
      InsertRestrictionsType: {
        NonInsertableProperties: '[]Edm.PropertyPath',
        NonInsertableNavigationProperties: '[]Edm.NavigationPropertyPath',
        RequiredProperties: '[]Edm.PropertyPath',
      },
      UpdateRestrictionsBase: { UpdateMethod: 'HttpMethod' },
      UpdateRestrictionsType: {
        UpdateMethod: 'HttpMethod',
        NonUpdatableProperties: '[]Edm.PropertyPath',
        NonUpdatableNavigationProperties: '[]Edm.NavigationPropertyPath',
        RequiredProperties: '[]Edm.PropertyPath',
      },
      DeleteRestrictionsType: { NonDeletableNavigationProperties: '[]Edm.NavigationPropertyPath' },
      CollectionPropertyRestrictionsType: {
        CollectionProperty: 'Edm.PropertyPath',
        FilterRestrictions: 'FilterRestrictionsType',
        SearchRestrictions: 'SearchRestrictionsType',
        SortRestrictions: 'SortRestrictionsType',
      },
      DefaultCapabilitiesType: {
        SearchRestrictions: 'SearchRestrictionsType',
        UpdateRestrictions: 'UpdateRestrictionsBase',
      },
    },
  },
  'Org.OData.Core.V1': {
    enums: {
      RevisionKind: 'Added Modified Deprecated',
      DataModificationOperationKind: 'insert update upsert delete invoke link unlink',
      Permission: 'None Read Write ReadWrite Invoke +flags',
    },
    terms: {
      Revisions: '[]RevisionType',
      DataModificationException: 'DataModificationExceptionType',
      Permissions: 'Permission',
      OptimisticConcurrency: '[]Edm.PropertyPath',
      AlternateKeys: '[]AlternateKey',
    },
    types: {
      RevisionType: { Kind: 'RevisionKind' },
      DataModificationExceptionType: { failedOperation: 'DataModificationOperationKind' },
      AlternateKey: { Key: '[]PropertyRef' },
      PropertyRef: { Name: 'Edm.PropertyPath' },
    },
  },
  'Org.OData.Temporal.V1': {
    enums: {},
    terms: {},
    types: {
      TimelineVisible: {
        PeriodStart: 'Edm.PropertyPath',
        PeriodEnd: 'Edm.PropertyPath',
        ObjectKey: '[]Edm.PropertyPath',
      },
    },
  },
  'Org.OData.Validation.V1': {
    enums: {},
    terms: {
      ItemsOf: '[]ItemsOfType',
    },
    types: {
      ItemsOfType: { path: 'Edm.NavigationPropertyPath', target: 'Edm.NavigationPropertyPath' },
    },
  },
};

/** A document with these facts, of the vocabularies that are not among the namespaces given. */
export function wellKnownTerms(known: ReadonlySet<string>): CsdlDocument {
  const document: { [namespace: string]: CsdlObject | string } = { $Version: '4.01' };
  for (const [namespace, facts] of Object.entries(vocabularies))
    if (!known.has(namespace)) document[namespace] = schemaOf(namespace, facts);
  return document as CsdlDocument;
}

function schemaOf(namespace: string, { enums, terms, types }: VocabularyFacts): CsdlObject {
  const schema: { [name: string]: CsdlObject } = {};
  for (const [name, text] of Object.entries(enums)) schema[name] = enumOf(text);
  for (const [name, type] of Object.entries(terms))
    schema[name] = { $Kind: 'Term', ...typeOf(namespace, type) };
  for (const [name, properties] of Object.entries(types)) {
    const members = Object.entries(properties).map(([property, type]) => [property, typeOf(namespace, type)]);
    schema[name] = { $Kind: 'ComplexType', ...Object.fromEntries(members) };
  }
  return schema;
}

function enumOf(text: string): CsdlObject {
  const isFlags = text.endsWith(' +flags');
  const names = text.replace(' +flags', '').split(' ');
  const members = names.map((name, index) => [name, isFlags ? 2 ** index : index]);
  return { $Kind: 'EnumType', ...(isFlags ? { $IsFlags: true } : {}), ...Object.fromEntries(members) };
}

function typeOf(namespace: string, text: string): CsdlObject {
  const name = text.replace('[]', '');
  const $Type = name.includes('.') ? name : `${namespace}.${name}`;
  return text.startsWith('[]') ? { $Type, $Collection: true } : { $Type };
}

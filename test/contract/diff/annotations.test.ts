import { describe, expect, it } from 'vitest';
import { annotationBreaks } from '../../../src/contract/diff/annotation-breaks.ts';
import { diff, type } from './diff-of.ts';

describe('what a change of an annotation breaks', () => {
  const capability = (name: string) => `Org.OData.Capabilities.V1.${name}`;
  it.each([
    [
      'a list of what is allowed',
      capability('SupportedFormats'),
      ['json', 'xml'],
      ['json'],
      'requests',
      'nothing',
    ],
    [
      'a list of what is not',
      capability('SortRestrictions'),
      { NonSortableProperties: ['a'] },
      { NonSortableProperties: ['a', 'b'] },
      'requests',
      'nothing',
    ],
    [
      'a number of levels',
      capability('ExpandRestrictions'),
      { MaxLevels: -1 },
      { MaxLevels: 2 },
      'requests',
      'nothing',
    ],
    [
      'a header that is required',
      capability('CustomHeaders'),
      [],
      [{ Name: 'h', Required: true }],
      'requests',
      'nothing',
    ],
    ['a header that may be sent', capability('CustomHeaders'), [], [{ Name: 'h' }], 'nothing', 'nothing'],
    [
      'navigability',
      capability('NavigationRestrictions'),
      { Navigability: 'Recursive' },
      { Navigability: 'None' },
      'requests',
      'nothing',
    ],
    [
      'what error responses there are',
      capability('InsertRestrictions'),
      { ErrorResponses: [] },
      { ErrorResponses: [{ StatusCode: '409' }] },
      'nothing',
      'nothing',
    ],
    ['permissions', 'Org.OData.Core.V1.Permissions', 'ReadWrite', 'Read', 'requests', 'nothing'],
    ['permission to read', 'Org.OData.Core.V1.Permissions', 'Read,Write', 'Write', 'both', 'nothing'],
    ['a maximum', 'Org.OData.Validation.V1.Maximum', 10, 5, 'requests', 'responses'],
    ['a minimum', 'Org.OData.Validation.V1.Minimum', 1, 2, 'requests', 'responses'],
    [
      'allowed values',
      'Org.OData.Validation.V1.AllowedValues',
      [{ Value: 'a' }, { Value: 'b' }],
      [{ Value: 'a' }],
      'requests',
      'responses',
    ],
    ['a description', 'Org.OData.Core.V1.Description', 'a', 'b', 'nothing', 'nothing'],
  ])('%s', (_, term, before, after, there, back) => {
    expect(annotationBreaks(term, before, after)).toBe(there);
    expect(annotationBreaks(term, after, before)).toBe(back);
  });
});

it('annotations of annotations are compared, those of new ones go with them', () => {
  const description = '<Annotation Term="Org.OData.Core.V1.Description" String="why"/>';
  const annotated = (inner: string) =>
    type(
      `<Property Name="p" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Computed">${inner}</Annotation></Property>`,
    );
  expect(diff(annotated(''), annotated(description))).toEqual([
    'element-added s.T/p/@Org.OData.Core.V1.Computed@Org.OData.Core.V1.Description >"why" nothing',
  ]);
  expect(diff(type('<Property Name="p" Type="Edm.String"/>'), annotated(description))).toHaveLength(1);
});

import { describe, expect, it } from 'vitest';
import { diff, type } from './diff-of.ts';

const action = (parameters: string, binding = 's.T') =>
  `${type('')}<EntityType Name="D" BaseType="s.T"/><Action Name="act" IsBound="true"><Parameter Name="it" Type="${binding}"/>${parameters}</Action>`;
const x = '<Parameter Name="x" Type="Edm.String"/>';
const y = '<Parameter Name="y" Type="Edm.String"/>';

describe('parameters', () => {
  it('in another order break calls, as the protocol says', () => {
    expect(diff(action(x + y), action(y + x))).toEqual([
      'parameter-order-changed s.act(s.T) x,y>y,x requests',
    ]);
  });

  it('are safe to add after existing ones only', () => {
    expect(diff(action(x), action(x + y))).toEqual(['element-added s.act(s.T)/y >Edm.String nothing']);
    expect(diff(action(x), action(y + x))).toEqual(['element-added s.act(s.T)/y >Edm.String requests']);
  });

  it('that are optional may get another default', () => {
    const optional = (value: string) =>
      action(
        `<Parameter Name="x" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.OptionalParameter"><Record><PropertyValue Property="DefaultValue" String="${value}"/></Record></Annotation></Parameter>`,
      );
    expect(diff(optional('1'), optional('2'))).toHaveLength(1);
  });
});

it('an operation that is bound to a base type now can be called as before, not the reverse', () => {
  expect(diff(action(x, 's.D'), action(x))).toEqual([
    'moved-to-base s.act(s.D) s.act(s.T) nothing',
    'element-added s.act(s.T) nothing',
  ]);
  expect(diff(action(x), action(x, 's.D'))).toEqual([
    'element-added s.act(s.D) nothing',
    'element-removed s.act(s.T) requests',
  ]);
});

it('what a result is annotated with is compared', () => {
  const result = (annotation: string) =>
    `<Function Name="f"><ReturnType Type="Edm.Int32">${annotation}</ReturnType></Function>`;
  expect(diff(result(''), result('<Annotation Term="Org.OData.Core.V1.Description" String="n"/>'))).toEqual([
    'element-added s.f()/$ReturnType/@Org.OData.Core.V1.Description >"n" nothing',
  ]);
});

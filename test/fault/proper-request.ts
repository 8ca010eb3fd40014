// Requests that a careful client would send: they follow the model, so that they get past parser and resolver, to the data.

import type { EdmEntityType, EdmProperty, EdmStructuredType, EdmType } from '../../src/edm/edm-model.ts';
import { isComputed } from '../../src/edm/write-rules.ts';
import fc, { type GeneratorValue } from '../fast-check.ts';
import type { Material, RandomRequest } from './random-request.ts';

const literals: Readonly<Record<string, readonly string[]>> = {
  String: ["'a'", "''", "'Laptop'", "'O''Neil'", "'%2525'", 'null'],
  Boolean: ['true', 'false'],
  Byte: ['0', '200'],
  SByte: ['-10', '0'],
  Int16: ['-200', '10'],
  Int32: ['1', '2147483647'],
  Int64: ['1', '9223372036854775807'],
  Decimal: ['1.5', '79228162514264337593543950335'],
  Double: ['1.5', '-1e300', 'INF', 'NaN'],
  Single: ['1.5', '0'],
  Guid: ['20000000-0000-4000-8000-000000000001'],
  Date: ['2024-01-15', '9999-12-31'],
  TimeOfDay: ['10:30:00', '23:59:59.999'],
  DateTimeOffset: ['2024-01-15T10:30:00Z', '9999-12-31T23:59:59.999%2B14:00'],
  Duration: ["duration'P1D'", "duration'-PT1.5S'"],
  Binary: ["binary'AQID'", 'null'],
};

const values: Readonly<Record<string, readonly unknown[]>> = {
  String: ['a', 'US', ''],
  Boolean: [true, false],
  Byte: [0, 200],
  SByte: [-10, 0],
  Int16: [-200, 10],
  Int32: [1, 2147483647],
  Int64: [1, 2 ** 53],
  Decimal: [1.5, 0],
  Double: [1.5, 'INF'],
  Single: [1.5, 0],
  Guid: ['20000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-00000000000a'],
  Date: ['2024-01-15'],
  TimeOfDay: ['10:30:00'],
  DateTimeOffset: ['2024-01-15T10:30:00Z', '2024-01-15T10:30:00.123+02:00'],
  Duration: ['P1D', 'PT1.5S'],
  Binary: ['AQID', ''],
  GeographyPoint: [{ type: 'Point', coordinates: [1, 2] }],
};

const plainOf = (type: EdmType): EdmType => (type.kind === 'TypeDefinition' ? type.underlyingType : type);

export class ProperRequests {
  constructor(
    private readonly material: Material,
    private readonly g: GeneratorValue,
  ) {}

  request(): RandomRequest {
    const { path, type, collection } = this.path();
    const headers: Record<string, string> = { 'odata-maxversion': this.pick(['4.0', '4.01']) };
    if (this.one(6))
      headers.prefer = this.pick([
        'maxpagesize=1',
        'return=minimal',
        'return=representation',
        'track-changes',
      ]);
    const method = this.pick(collection ? ['GET', 'GET', 'POST'] : ['GET', 'GET', 'PATCH', 'PUT', 'DELETE']);
    if (method === 'GET') {
      const options = this.options(type, collection, 2, '&');
      return {
        method,
        url: `${path}${options === '' ? '' : `?${options}`}`.replaceAll(' ', '%20'),
        headers,
        body: undefined,
      };
    }
    if (method === 'DELETE') return { method, url: path, headers, body: undefined };
    headers['content-type'] = 'application/json';
    return {
      method,
      url: path,
      headers,
      body: JSON.stringify(this.entity(type, method === 'PATCH' ? 'some' : 'all', 1)),
    };
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.g(fc.nat, { max: from.length - 1 })] as T;
  }

  private one(of: number): boolean {
    return this.g(fc.nat, { max: of - 1 }) === 0;
  }

  private path(): { path: string; type: EdmEntityType; collection: boolean } {
    const { model, roots, keyOf } = this.material;
    const sources = roots.flatMap((name) => {
      const child = model.entityContainer?.children.get(name);
      return child?.kind === 'EntitySet' || child?.kind === 'Singleton' ? [child] : [];
    });
    const source = this.pick(sources);
    let [path, type, collection] = [source.name, source.entityType, source.kind === 'EntitySet'];
    for (let steps = this.g(fc.nat, { max: 3 }); steps > 0; steps--) {
      if (collection) {
        path += keyOf(type, this.g(fc.nat, { max: 5 }));
        collection = false;
        continue;
      }
      const navigation = [...type.navigationProperties.values()];
      if (navigation.length === 0) break;
      const property = this.pick(navigation);
      path += `/${property.name}`;
      [type, collection] = [property.entityType, property.collection];
    }
    return { path, type, collection };
  }

  private options(type: EdmEntityType, collection: boolean, depth: number, separator: string): string {
    const options: string[] = [];
    if (collection && this.one(2)) options.push(`$filter=${this.condition(type, 2, '')}`);
    if (collection && this.one(3)) options.push(`$orderby=${this.sortable(type)}${this.pick(['', ' desc'])}`);
    if (collection && this.one(3)) options.push(`$top=${this.pick([0, 1, 2, 50])}`);
    if (collection && this.one(4)) options.push(`$skip=${this.pick([0, 1, 2])}`);
    if (collection && this.one(4)) options.push('$count=true');
    if (this.one(4)) options.push(`$select=${this.pick([...type.properties.keys(), '*'])}`);
    const navigation = [...type.navigationProperties.values()];
    if (navigation.length > 0 && depth > 0 && this.one(3)) {
      const property = this.pick(navigation);
      const nested = this.options(property.entityType, property.collection, depth - 1, ';');
      options.push(`$expand=${property.name}${nested === '' ? '' : `(${nested})`}`);
    }
    const aggregable = this.primitives(type).filter((property) => !property.type.collection);
    if (collection && separator === '&' && aggregable.length > 0 && this.one(8)) {
      const { name } = this.pick(aggregable);
      return `$apply=${this.pick([`groupby((${name}),aggregate($count as N))`, `aggregate(${name} with max as M)`, `filter(${this.condition(type, 1, '')})/aggregate($count as N)`, `aggregate(${name} with countdistinct as D)`])}`;
    }
    return options.join(separator);
  }

  private primitives(type: EdmStructuredType): readonly EdmProperty[] {
    return [...type.properties.values()].filter(
      (property) => literals[plainOf(property.type.type).name] !== undefined,
    );
  }

  private sortable(type: EdmStructuredType): string {
    const single = this.primitives(type).filter((property) => !property.type.collection);
    return single.length === 0 ? '1' : this.pick(single).name;
  }

  private condition(type: EdmStructuredType, depth: number, prefix: string): string {
    if (depth > 0 && this.one(2))
      return this.pick([
        () => `(${this.condition(type, depth - 1, prefix)} and ${this.condition(type, depth - 1, prefix)})`,
        () => `(${this.condition(type, depth - 1, prefix)} or ${this.condition(type, depth - 1, prefix)})`,
        () => `not (${this.condition(type, depth - 1, prefix)})`,
      ])();
    const navigation = [...type.navigationProperties.values()];
    if (depth > 0 && navigation.length > 0 && this.one(3)) {
      const { name, entityType, collection } = this.pick(navigation);
      if (!collection) return this.condition(entityType, depth - 1, `${prefix}${name}/`);
      const variable = `x${depth}`;
      return `${prefix}${name}/${this.pick(['any', 'all'])}(${variable}:${this.condition(entityType, 0, `${variable}/`)})`;
    }
    const primitives = this.primitives(type);
    if (primitives.length === 0) return 'true';
    const property = this.pick(primitives);
    const { name } = plainOf(property.type.type);
    const path = prefix + property.name;
    const literal = this.pick(literals[name] ?? ['null']);
    if (property.type.collection) return `${path}/any(v:v eq ${literal})`;
    if (name === 'String' && this.one(2))
      return this.pick([
        `contains(${path},'a')`,
        `length(${path}) gt 1`,
        `startswith(tolower(${path}),'l')`,
        `indexof(${path},'p') eq 0`,
        `concat(${path},'x') ne 'x'`,
        `matchesPattern(${path},'^L')`,
      ]);
    return `${path} ${this.pick(name === 'Binary' || name === 'Boolean' ? ['eq', 'ne'] : ['eq', 'ne', 'lt', 'ge'])} ${literal}`;
  }

  private entity(type: EdmStructuredType, which: 'all' | 'some', depth: number): Record<string, unknown> {
    const body: Record<string, unknown> = {};
    for (const property of type.properties.values()) {
      const required = which === 'all' && !property.type.nullable && !isComputed(property);
      if (!required && !this.one(Math.max(4, Math.ceil(type.properties.size / 4)))) continue;
      const value = this.value(property, depth);
      if (value !== undefined) body[property.name] = value;
    }
    const navigation = type.kind === 'EntityType' ? [...type.navigationProperties.values()] : [];
    if (navigation.length > 0 && depth > 0 && this.one(4)) {
      const property = this.pick(navigation);
      const one = this.one(2)
        ? this.entity(property.entityType, 'all', depth - 1)
        : {
            '@odata.id':
              this.pick(this.material.roots) +
              this.material.keyOf(property.entityType, this.g(fc.nat, { max: 5 })),
          };
      body[property.name] = property.collection ? [one] : one;
    }
    return body;
  }

  private value(property: EdmProperty, depth: number): unknown {
    const type = plainOf(property.type.type);
    const single = (): unknown => {
      if (type.kind === 'ComplexType') return depth > 0 ? this.entity(type, 'all', depth - 1) : undefined;
      if (type.kind === 'EnumType') return this.pick([...type.members.keys()]);
      return values[type.name] === undefined ? undefined : this.pick(values[type.name] ?? []);
    };
    if (!property.type.collection) return single();
    const item = single();
    return item === undefined ? [] : [item];
  }
}

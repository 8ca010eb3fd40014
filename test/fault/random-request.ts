// Requests of every kind, well-formed and not: paths, options, headers and bodies that follow the model, and what becomes of them
// when something in them is broken.

import type {
  EdmEntityType,
  EdmModel,
  EdmStructuredType,
  EdmType,
  EdmTypeReference,
} from '../../src/edm/edm-model.ts';
import fc, { type GeneratorValue } from '../fast-check.ts';

export interface RandomRequest {
  readonly method: string;
  /** Relative to the service root, without a slash at its front. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What requests are made of. */
export interface Material {
  readonly model: EdmModel;
  /** Names of sets and singletons that paths start with. */
  readonly roots: readonly string[];
  /** Texts of keys as they stand in URLs, some of which exist. */
  readonly keys: readonly string[];
  /** A key predicate of the type; the first four ordinals are of entities that may exist. */
  readonly keyOf: (type: EdmEntityType, ordinal: number) => string;
}

/** Draws from fast-check, so that a seed gives the same requests again. */
export class RandomRequests {
  constructor(
    private readonly material: Material,
    private readonly g: GeneratorValue,
  ) {}

  request(): RandomRequest {
    const method = this.pick([
      'GET',
      'GET',
      'GET',
      'POST',
      'POST',
      'PATCH',
      'PUT',
      'DELETE',
      'HEAD',
      'OPTIONS',
    ]);
    if (this.one(12)) return this.batch();
    const { path, type } = this.path();
    const options = this.one(3) ? '' : this.options(type, 2);
    const url = path + (options === '' ? '' : `?${options}`);
    const hasBody = method === 'POST' || method === 'PATCH' || method === 'PUT';
    return {
      method,
      url: this.maybeBroken(this.one(8) ? url : url.replaceAll(' ', '%20')),
      headers: this.headers(hasBody),
      body: hasBody ? this.body(type) : undefined,
    };
  }

  private pick<T>(values: readonly T[]): T {
    return values[this.g(fc.nat, { max: values.length - 1 })] as T;
  }

  private one(of: number): boolean {
    return this.g(fc.nat, { max: of - 1 }) === 0;
  }

  /** Most texts stay as they are; some lose, gain or repeat a piece. */
  private maybeBroken(text: string): string {
    if (!this.one(5)) return text;
    const at = this.g(fc.nat, { max: text.length });
    const end = Math.min(text.length, at + this.g(fc.nat, { max: 8 }));
    const junk = this.pick([
      '',
      "'",
      '(',
      ')',
      '%',
      '%00',
      '%2F',
      '/',
      '//',
      '?',
      '&',
      '$',
      ',',
      ';',
      '"',
      '\\',
      '@',
      ':',
      '*',
      '%F0%9F%98%80',
      '%ED%A0%80',
      '__proto__',
      'null',
      '-',
      '.',
      '=',
      '{',
      '[',
      ' ',
      text.slice(0, 60),
    ]);
    return text.slice(0, at) + junk + text.slice(this.one(2) ? at : end);
  }

  private path(): { path: string; type: EdmStructuredType | undefined } {
    const { model, roots } = this.material;
    if (this.one(15))
      return {
        path: this.pick([
          '',
          '$metadata',
          '$batch',
          '$all',
          '$entity',
          `$crossjoin(${roots.slice(0, 2).join(',')})`,
          '$async/jobs/x',
          '$upload/x',
          '$it',
          '$query',
          '$root',
          '__proto__',
          'constructor',
        ]),
        type: undefined,
      };
    const root = this.pick(roots);
    const child = model.entityContainer?.children.get(root);
    let type: EdmStructuredType | undefined =
      child?.kind === 'EntitySet' || child?.kind === 'Singleton' ? child.entityType : undefined;
    let path = root;
    let collection = child?.kind === 'EntitySet';
    for (let steps = this.g(fc.nat, { max: 4 }); steps > 0; steps--) {
      if (collection && !this.one(4)) {
        path += this.key();
        collection = false;
        continue;
      }
      const reference = type === undefined ? undefined : this.member(type);
      if (reference === undefined || this.one(5)) {
        path += this.suffix(type);
        continue;
      }
      path += `/${reference.name}`;
      collection = reference.type.collection;
      type = structured(reference.type.type);
    }
    return { path, type };
  }

  private key(): string {
    const key = this.pick(this.material.keys);
    return this.pick([
      `(${key})`,
      `(${key})`,
      `('${key}')`,
      `/${key}`,
      `(ID=${key})`,
      `(id='${key}')`,
      `(@k)?@k=${key}`,
      '()',
      '(1)',
      '(null)',
    ]);
  }

  private suffix(type: EdmStructuredType | undefined): string {
    const operations =
      type === undefined
        ? []
        : [
            ...this.material.model.boundOperations(type, false),
            ...this.material.model.boundOperations(type, true),
          ];
    const operation = operations.length === 0 ? undefined : this.pick(operations.slice(0, 200));
    return this.pick([
      '/$value',
      '/$count',
      '/$ref',
      '/$filter(true)/$each',
      '/$each',
      '/$query',
      `/${type?.qualifiedName ?? 'x.y'}`,
      `/${operation?.qualifiedName ?? 'f'}`,
      `/${operation?.name ?? 'f'}()`,
      `/${operation?.name ?? 'f'}(a=1,b=@b)?@b=2`,
      '/0',
      '/-1',
    ]);
  }

  private member(
    type: EdmStructuredType,
  ): { readonly name: string; readonly type: EdmTypeReference } | undefined {
    const navigation = [...type.navigationProperties.values()];
    if (navigation.length > 0 && this.one(2)) {
      const property = this.pick(navigation);
      return {
        name: property.name,
        type: { type: property.entityType, collection: property.collection, nullable: true },
      };
    }
    const properties = [...type.properties.values()];
    return properties.length === 0 ? undefined : this.pick(properties);
  }

  private name(type: EdmStructuredType | undefined): string {
    if (type === undefined || this.one(20))
      return this.pick(['ID', 'id', 'x', '$it', '$this', 'toString', '__proto__']);
    return this.member(type)?.name ?? 'x';
  }

  private options(type: EdmStructuredType | undefined, depth: number, separator = '&'): string {
    const all = Array.from({ length: 1 + this.g(fc.nat, { max: 2 }) }, () => this.option(type, depth));
    return all.join(separator);
  }

  private option(type: EdmStructuredType | undefined, depth: number): string {
    const name = (): string => this.name(type);
    switch (this.g(fc.nat, { max: 13 })) {
      case 0:
      case 1:
      case 2:
        return `$filter=${this.expression(type, 3)}`;
      case 3:
        return `$orderby=${this.expression(type, 1)}${this.pick(['', ' desc', ' asc', ',', ` desc,${name()}`])}`;
      case 4:
        return `$select=${[name(), name()].join(',')}`;
      case 5:
        return `$expand=${this.expand(type, depth)}`;
      case 6:
        return `$compute=${this.expression(type, 2)} as ${this.pick(['C', 'D', name()])}`;
      case 7:
        return `$apply=${this.apply(type)}`;
      case 8:
        return `$search=${this.pick(['a', 'NOT a', '"a b"', 'a AND (b OR c)', 'Laptop', '(', '""', 'a NOT', '中文'])}`;
      case 9:
        return `$${this.pick(['top', 'skip', 'index'])}=${this.pick(['0', '1', '3', '-1', '1000000', '1e3', '99999999999999999999', 'x', ''])}`;
      case 10:
        return `$count=${this.pick(['true', 'false', '1', ''])}`;
      case 11:
        return `$format=${this.pick(['json', 'xml', 'atom', 'application/json;odata.metadata=full', 'application/json;odata.metadata=none;IEEE754Compatible=true', '*/*', 'a'])}`;
      case 12:
        return `$${this.pick(['skiptoken', 'deltatoken'])}=${this.pick(['x', '0', '1', 'eyJ9', '%7B%7D', '%5B1%5D', 'W10', 'WzEsMl0', 'zzzzzzzzzz'])}`;
      default:
        return this.pick([
          `@p=${this.literal()}`,
          'custom=1',
          '$schemaversion=1',
          '$levels=2',
          '$unknown=1',
          '$id=x',
          'x',
          '=',
        ]);
    }
  }

  private expand(type: EdmStructuredType | undefined, depth: number): string {
    const navigation = type === undefined ? [] : [...type.navigationProperties.values()];
    if (navigation.length === 0 || this.one(12)) return this.pick(['*', '*/$ref', '*($levels=2)', 'x', '']);
    const property = this.pick(navigation);
    const nested =
      depth > 0 && this.one(2)
        ? `(${this.one(5) ? '$levels=max' : this.options(property.entityType, depth - 1, ';')})`
        : this.pick(['', '', '/$ref', '/$count', '($levels=3)', `/${property.entityType.qualifiedName}`]);
    return property.name + nested;
  }

  private apply(type: EdmStructuredType | undefined): string {
    const name = (): string => this.name(type);
    const step = (): string =>
      this.pick([
        () =>
          `aggregate(${name()} with ${this.pick(['sum', 'max', 'min', 'average', 'countdistinct'])} as A)`,
        () => 'aggregate($count as A)',
        () => `groupby((${name()}),aggregate($count as A))`,
        () => `groupby((rollup($all,${name()},${name()})))`,
        () => `filter(${this.expression(type, 2)})`,
        () => `compute(${this.expression(type, 2)} as E)`,
        () => `concat(identity,top(1))`,
        () => `topcount(2,${name()})`,
        () => `toppercent(50,${name()})`,
        () => `join(${name()} as J)`,
        () => `nest(identity as N)`,
        () => `orderby(${name()} desc)/skip(1)`,
        () => `search(a)`,
        () => `expand(${name()})`,
        () => 'ancestors($root/x,Q,ID,identity)',
      ])();
    return Array.from({ length: 1 + this.g(fc.nat, { max: 2 }) }, step).join('/');
  }

  private expression(type: EdmStructuredType | undefined, depth: number): string {
    if (depth === 0 || this.one(4)) return this.one(2) ? this.literal() : this.memberPath(type);
    const inner = (): string => this.expression(type, depth - 1);
    return this.pick([
      () =>
        `${inner()} ${this.pick(['eq', 'ne', 'lt', 'gt', 'le', 'ge', 'and', 'or', 'add', 'sub', 'mul', 'div', 'divby', 'mod', 'has'])} ${inner()}`,
      () => `not ${inner()}`,
      () => `-${inner()}`,
      () => `(${inner()})`,
      () => `${inner()} in (${inner()},${this.literal()})`,
      () =>
        `${this.pick(['contains', 'startswith', 'endswith', 'indexof', 'concat', 'matchesPattern', 'substring', 'hassubset', 'geo.distance', 'geo.intersects'])}(${inner()},${inner()})`,
      () =>
        `${this.pick(['length', 'tolower', 'toupper', 'trim', 'year', 'month', 'day', 'hour', 'second', 'fractionalseconds', 'totalseconds', 'date', 'time', 'totaloffsetminutes', 'round', 'floor', 'ceiling', 'geo.length', 'isdefined'])}(${inner()})`,
      () =>
        `${this.pick(['cast', 'isof'])}(${inner()},${this.pick(['Edm.String', 'Edm.Int32', 'Edm.Decimal', 'Edm.Date', 'Edm.Guid', 'Edm.Boolean', type?.qualifiedName ?? 'a.b'])})`,
      () =>
        `${this.memberPath(type)}/${this.pick(['any', 'all'])}(x:x ${this.pick(['eq', 'ne'])} ${this.literal()})`,
      () => `${this.memberPath(type)}/any()`,
      () => `${this.memberPath(type)}/$count gt ${this.literal()}`,
      () => `case(${inner()}:${inner()},true:${this.literal()})`,
      () =>
        this.pick([
          'now()',
          'mindatetime()',
          'maxdatetime()',
          '$it',
          '@p',
          '$count',
          '$root/x',
          'substring(1)',
        ]),
    ])();
  }

  private memberPath(type: EdmStructuredType | undefined): string {
    let at = type;
    const names: string[] = [];
    for (let steps = 1 + this.g(fc.nat, { max: 1 }); steps > 0 && at !== undefined; steps--) {
      const member = this.member(at);
      if (member === undefined) break;
      names.push(member.name);
      at = structured(member.type.type);
    }
    return names.length === 0 ? this.name(type) : names.join('/');
  }

  private literal(): string {
    return this.pick([
      'null',
      'true',
      'false',
      '0',
      '1',
      '-1',
      '2.5',
      '1e400',
      '-1e-400',
      'INF',
      'NaN',
      '9223372036854775807',
      '-9223372036854775809',
      '79228162514264337593543950335.5',
      "''",
      "'a'",
      "'Laptop'",
      "'O''Neil'",
      "'%25'",
      "'('",
      "'(a+)+$'",
      "'中'",
      `'${'x'.repeat(300)}'`,
      '2024-01-15',
      '0000-00-00',
      '9999-12-31',
      '-0001-01-01',
      '10:30:00',
      '23:59:59.999999999999',
      '2024-01-15T10:30:00Z',
      '9999-12-31T23:59:59.999Z',
      "duration'P1D'",
      "duration'P99999999999D'",
      "duration'-PT0.0000001S'",
      "binary'AQID'",
      "geography'POINT(1 2)'",
      "geography'SRID=4326;Polygon((0 0,1 0,1 1,0 0))'",
      '20000000-0000-4000-8000-000000000001',
      '{}',
      '[]',
      '["a"]',
      '{"a":1}',
      '@p',
      '$it',
    ]);
  }

  private headers(hasBody: boolean): Record<string, string> {
    const headers: Record<string, string> = {};
    if (hasBody)
      headers['content-type'] = this.pick([
        'application/json',
        'application/json',
        'application/json',
        'application/json',
        'application/json;charset=utf-8;IEEE754Compatible=true',
        'application/json;charset=latin1',
        'text/plain',
        'application/octet-stream',
        'multipart/mixed',
        'multipart/mixed;boundary=b',
        ';',
        'a/b/c',
      ]);
    for (let count = this.g(fc.nat, { max: 2 }); count > 0; count--) {
      const [name, values] = this.pick(headerValues);
      headers[name] = this.pick(values);
    }
    return headers;
  }

  private body(type: EdmStructuredType | undefined): string {
    if (this.one(10))
      return this.pick([
        '',
        '{',
        '[]',
        'null',
        '"a"',
        '1e999',
        '{"a":}',
        '\u0000',
        '{"__proto__":{"a":1}}',
        '{"constructor":1}',
        '['.repeat(3000),
        '{"value":[]}',
        '{"value":1}',
        '{"@id":"x"}',
        '{"@odata.id":"Products(1)"}',
        '--b\r\n\r\n--b--',
        '\ud800',
      ]);
    return this.maybeBroken(this.object(type, 2));
  }

  private object(type: EdmStructuredType | undefined, depth: number): string {
    const members: string[] = [];
    for (let count = this.g(fc.nat, { max: 5 }); count > 0; count--) {
      if (this.one(8)) {
        members.push(
          this.pick([
            '"@type":"#a.b"',
            '"@odata.type":"#ReferenceService.SpecialProduct"',
            '"@id":"Products(1)"',
            '"@removed":{"reason":"deleted"}',
            '"@context":"#$delta"',
            '"x@y.z":1',
            '"__proto__":1',
            '"Category@odata.bind":"Categories(10000000-0000-4000-8000-000000000001)"',
            '"Category":{"@id":"Categories(1)"}',
            '"@etag":"W/\\"1\\""',
          ]),
        );
        continue;
      }
      const member = type === undefined ? undefined : this.member(type);
      members.push(`${JSON.stringify(member?.name ?? 'x')}:${this.value(member?.type, depth)}`);
    }
    return `{${members.join(',')}}`;
  }

  private value(reference: EdmTypeReference | undefined, depth: number): string {
    if (reference === undefined || this.one(6))
      return this.pick([
        'null',
        '1',
        '-1',
        '1.5',
        '1e400',
        '"a"',
        '""',
        'true',
        '[]',
        '{}',
        '[null]',
        '"2024-01-15"',
        '12345678901234567890',
        '{"a":{"b":[]}}',
      ]);
    if (reference.collection)
      return `[${Array.from({ length: this.g(fc.nat, { max: 2 }) }, () => this.value({ ...reference, collection: false }, depth)).join(',')}]`;
    const type = structured(reference.type);
    if (type !== undefined) return depth > 0 ? this.object(type, depth - 1) : 'null';
    if (reference.type.kind === 'EnumType')
      return JSON.stringify(this.pick([...reference.type.members.keys(), 'x', '1,2']));
    return this.pick(
      plausible[reference.type.name] ?? ['"a"', '1', '"20000000-0000-4000-8000-000000000001"'],
    );
  }

  private batch(): RandomRequest {
    const parts = Array.from({ length: this.g(fc.nat, { max: 4 }) }, (_, index) => {
      const { path, type } = this.path();
      const method = this.pick(['GET', 'POST', 'PATCH', 'DELETE', 'get', 'X']);
      const hasBody = method === 'POST' || method === 'PATCH';
      return {
        id: this.pick([String(index), String(index), 'a', '']),
        method,
        url: this.pick([path, `/${path}`, `$${index - 1}`, 'http://localhost/x']),
        body: hasBody ? this.object(type, 1) : undefined,
        group: this.pick([undefined, undefined, 'g', '']),
      };
    });
    if (this.one(2)) {
      const requests = parts.map(
        ({ id, method, url, body, group }) =>
          `{"id":${JSON.stringify(id)},"method":"${method}","url":${JSON.stringify(url)}${group === undefined ? '' : `,"atomicityGroup":"${group}"`}${body === undefined ? '' : `,"headers":{"content-type":"application/json"},"body":${body}`}${this.pick(['', '', ',"dependsOn":["0"]', ',"if":"$0/ID eq 1"'])}}`,
      );
      return {
        method: 'POST',
        url: '$batch',
        headers: { 'content-type': 'application/json' },
        body: this.maybeBroken(`{"requests":[${requests.join(',')}]}`),
      };
    }
    const request = (part: (typeof parts)[number]): string =>
      `Content-Type: application/http\r\nContent-ID: ${part.id}\r\n\r\n${part.method} ${part.url} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${part.body ?? ''}\r\n`;
    const texts = parts.map((part) =>
      part.group === undefined
        ? request(part)
        : `Content-Type: multipart/mixed;boundary=c\r\n\r\n--c\r\n${request(part)}--c--\r\n`,
    );
    return {
      method: 'POST',
      url: '$batch',
      headers: { 'content-type': 'multipart/mixed;boundary=b' },
      body: this.maybeBroken(`--b\r\n${texts.join('--b\r\n')}--b--`),
    };
  }
}

function structured(type: EdmType): EdmStructuredType | undefined {
  return type.kind === 'EntityType' || type.kind === 'ComplexType' ? (type as EdmEntityType) : undefined;
}

const headerValues: readonly (readonly [string, readonly string[]])[] = [
  [
    'accept',
    [
      'application/json',
      'application/json;odata.metadata=full',
      'application/json;odata.metadata=none',
      '*/*',
      'text/plain',
      'application/xml',
      'multipart/mixed',
      ';;q',
      'a/b;q=2',
    ],
  ],
  [
    'prefer',
    [
      'return=minimal',
      'return=representation',
      'odata.maxpagesize=2',
      'maxpagesize=-1',
      'maxpagesize=99999999999',
      'odata.track-changes',
      'respond-async',
      'respond-async,wait=0',
      'odata.include-annotations="*"',
      'omit-values=nulls',
      'omit-values=defaults',
      'continue-on-error',
      ';,=',
      'callback;url="x"',
    ],
  ],
  ['odata-version', ['4.0', '4.01', '3.0', 'x', '9.9']],
  ['odata-maxversion', ['4.0', '4.01', '3.0', 'x', '4.02']],
  ['if-match', ['*', 'W/"1"', '"', 'x,y', 'W/"']],
  ['if-none-match', ['*', 'W/"1"', '"']],
  ['odata-isolation', ['snapshot']],
  ['content-id', ['1', '$1']],
  ['range', ['bytes=0-1', 'bytes=-1', 'bytes=9-1', 'x']],
  ['content-range', ['bytes 0-1/2', 'bytes */2', 'x']],
  ['slug', ['a', '%ZZ', '%41']],
  ['repeatability-request-id', ['a', '']],
  ['repeatability-first-sent', ['Tue, 24 Nov 2026 07:59:43 GMT', 'x']],
  ['content-language', ['en', 'x']],
  ['content-encoding', ['gzip', 'identity']],
  ['x-http-method', ['PATCH', 'DELETE']],
  ['origin', ['http://x']],
];

const plausible: Readonly<Record<string, readonly string[]>> = {
  String: ['"a"', '""', '"Laptop"', `"${'y'.repeat(3000)}"`, '"\\ud83d\\ude00"', '"\\ud800"', '"\\u0000"'],
  Boolean: ['true', 'false'],
  Int32: ['1', '2147483647', '-2147483649'],
  Int64: ['1', '9223372036854775807', '"9223372036854775807"', '9223372036854775808'],
  Decimal: ['1.5', '"1.5"', '1e30', '79228162514264337593543950336'],
  Double: ['1.5', '"INF"', '"NaN"', '1e309'],
  Guid: ['"20000000-0000-4000-8000-000000000001"', '"x"'],
  Date: ['"2024-01-15"', '"2024-02-30"'],
  DateTimeOffset: ['"2024-01-15T10:30:00Z"', '"x"'],
  Binary: ['"AQID"', '"*"'],
};

import { describe, expect, it } from 'vitest';
import { recordingOf } from '../../src/contract/record/recording.ts';
import { redactBody, redactUrl, secretPathsOf } from '../../src/service/redact.ts';
import fc from '../fast-check.ts';

const json = (text: string) => redactBody(text, 'application/json', []);

describe('bodies', () => {
  it.each([
    ['{"access_token":"abc","n":1}', '{"access_token":"(removed)","n":1}'],
    ['{"accessToken": "a\\"b"}', '{"accessToken": "(removed)"}'],
    ['{"passwordProfile":{"password":"x"}}', '{"passwordProfile":{"password":"(removed)"}}'],
    ['{"tokens":["a","b"]}', '{"tokens":[]}'],
    ['{"access\\u005ftoken":"abc"}', '{"access\\u005ftoken":"(removed)"}'],
    ['{"secretText":"x","clientSecret":12}', '{"secretText":"(removed)","clientSecret":"(removed)"}'],
    ['{"note":"see eyJhbGciOiJ.eyJzdWIiOiIx.c2ln"}', '{"note":"see (removed)"}'],
    ['{"uploadUrl":"https://h/up/4f?x=1"}', '{"uploadUrl":"https://h/(removed)"}'],
    [
      '{"@microsoft.graph.downloadUrl":"https://h/d?t=1"}',
      '{"@microsoft.graph.downloadUrl":"https://h/(removed)"}',
    ],
    ['{"encryptionKey":"AAAA","key":"color"}', '{"encryptionKey":"(removed)","key":"color"}'],
    [
      '{"body":"{\\"access_token\\":\\"abc\\",\\"n\\":1}"}',
      '{"body":"{\\"access_token\\":\\"(removed)\\",\\"n\\":1}"}',
    ],
    ['{"u":"https://h/x?sv=1&sig=a%2Bb&se=2"}', '{"u":"https://h/x?sv=1&sig=(removed)&se=2"}'],
    ['{"u":"https://h/x?sig=abc&a=1"}', '{"u":"https://h/x?sig=(removed)&a=1"}'],
  ])('%s', (body, shown) => expect(json(body)).toBe(shown));

  it('keep what is no secret, large numbers too', () => {
    const body =
      '{"displayName":"token ring","big":12345678901234567890,"postalCode":"1","tokenizer":"x","passwordPolicies":"None"}';
    expect(json(body)).toBe(body);
  });
  it('of forms', () => {
    expect(redactBody('grant_type=x&client_secret=abc&code=1', 'application/x-www-form-urlencoded', [])).toBe(
      'grant_type=x&client_secret=(removed)&code=(removed)',
    );
  });
});

it('headers of the parts of a batch, and elements of XML', () => {
  const part = 'GET /x HTTP/1.1\r\nAuthorization: Bearer abc\r\nCookie: a=b\r\nAccept: */*\r\n';
  expect(redactBody(part, 'multipart/mixed; boundary=b', [])).toBe(
    'GET /x HTTP/1.1\r\nAuthorization: (removed)\r\nCookie: (removed)\r\nAccept: */*\r\n',
  );
  expect(redactBody('<d:Password m:type="x">abc</d:Password><d:Name>a</d:Name>', 'application/xml', [])).toBe(
    '<d:Password m:type="x">(removed)</d:Password><d:Name>a</d:Name>',
  );
});

it('URLs that are secret as a whole are secret in the requests to them', () => {
  expect(
    secretPathsOf('{"uploadUrl":"https://h/up/fe6987415ace7X4?t=1","webUrl":"https://h/web/fe6987415"}'),
  ).toEqual(['/up/fe6987415ace7X4?t=1', '/up/fe6987415ace7X4']);
});

it('URLs', () => {
  expect(redactUrl('https://h/x?code=abc&state=1#access_token=q', [])).toBe(
    'https://h/x?code=(removed)&state=1#access_token=(removed)',
  );
  expect(redactUrl('https://me:pw@h/x?access_token=abc&$top=1', [])).toBe(
    'https://h/x?access_token=(removed)&$top=1',
  );
});

it('no secret of a request reaches its recording, wherever it stands', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9._~-]{12,40}$/);
  const property = fc.property(
    secret,
    fc.constantFrom('authorization', 'cookie', 'x-api-key', 'x-auth-token'),
    (value, header) => {
      const text =
        header === 'authorization'
          ? `Bearer ${value}`
          : header === 'cookie'
            ? `session=${value}; a=b`
            : value;
      const content = new TextEncoder().encode(
        JSON.stringify({ echoed: `you sent ${value}`, refresh_token: value }),
      );
      const body = { content, bytes: content.length };
      const headers = new Headers({
        'content-type': 'application/json',
        'set-cookie': `s=${value}`,
        'x-echo': value,
      });
      const recording = recordingOf(
        {
          method: 'POST',
          url: `https://h/x?access_token=${value}`,
          request: { headers: new Headers({ [header]: text, 'content-type': 'application/json' }), body },
          response: { status: 200, headers, body },
        },
        '1',
      );
      expect(JSON.stringify(recording)).not.toContain(value);
    },
  );
  fc.assert(property);
});

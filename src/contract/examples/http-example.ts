// RFC 9110, section 3.4 "Messages": requests and responses as people write them down, with the place where each stands.

import type { Place } from '../../json/locate-json.ts';

export type { Place } from '../../json/locate-json.ts';

interface HttpMessage {
  /** Names as written, values trimmed; a repeated header is joined with `, `. */
  readonly headers: ReadonlyMap<string, string>;
  /** The text after the headers, without blank lines around it; empty when there is none. */
  readonly body: string;
  /** The body as it was sent, where the file holds it in base64. */
  readonly content?: Uint8Array<ArrayBuffer>;
  /** There was a body, and the file does not hold it: it was too large, held a secret, or is made when it is sent. */
  readonly isOmitted?: true;
  /** Where the first line stands. */
  readonly place: Place;
  /** Where the body's first character stands; undefined when there is no body, or the file holds it in another form. */
  readonly bodyPlace: Place | undefined;
}

export interface RequestExample extends HttpMessage {
  readonly method: string;
  /** As written: absolute, or a path. */
  readonly url: string;
  /** Where the parts of the URL stand that are on one line each, in order; empty where the file holds it in another form. */
  readonly urlPlaces: readonly { readonly offset: number; readonly place: Place }[];
}

export interface ResponseExample extends HttpMessage {
  /** Undefined where the example has a body without a status line. */
  readonly status: number | undefined;
  /** Qualified name of the type that the documentation says the body has; may be in another case than the model's. */
  readonly declaredType: string | undefined;
  readonly declaredTypePlace: Place | undefined;
  readonly isCollection: boolean | undefined;
  /** The documentation says that members are left out of the body. */
  readonly truncated: boolean;
}

/** A request with its response, or with none. */
export interface HttpExample {
  readonly request: RequestExample;
  readonly response: ResponseExample | undefined;
  /** A page calls it a request, and shows nothing else that may be its response. */
  readonly expectsResponse?: true;
  /** Path of the service root that the URL is relative to, where the file says it: a journal does. */
  readonly root?: string;
  /** What the reader says of it; for instance the page's name and number. */
  readonly name: string;
}

/** The body of a message, of which a file says whether it is text. */
export function bodyOf(
  text: string,
  encoding: string | undefined,
): { readonly body: string; readonly content?: Uint8Array<ArrayBuffer> } {
  if (encoding !== 'base64') return { body: text };
  const content = new Uint8Array(Buffer.from(text, 'base64'));
  return { body: new TextDecoder().decode(content), content };
}

/** A request line without body: what a page says that the API has. */
export interface HttpTemplate {
  readonly method: string;
  readonly url: string;
  readonly place: Place;
  readonly name: string;
}

/** All that a file holds, or a part of it. `problems`: blocks that look like HTTP and can't be read. */
export interface ExampleFile {
  /** What the templates say is what the examples are to show. */
  readonly isPage?: true;
  /** All that went over the wire: requests to other places are none of the service's. */
  readonly isTraffic?: true;
  readonly examples: readonly HttpExample[];
  readonly templates: readonly HttpTemplate[];
  readonly problems: readonly { readonly message: string; readonly place: Place }[];
}

// CommonMark, section 4.5 "Fenced code blocks": HTTP examples in documentation pages, a request block and the response after it.
import type {
  ExampleFile,
  HttpExample,
  HttpTemplate,
  Place,
  RequestExample,
  ResponseExample,
} from './http-example.ts';
import { messageKind, readRequest, readResponse } from './read-http-message.ts';

interface Block {
  /** First word after the fence, in lower case. */
  readonly language: string;
  readonly text: string;
  readonly place: Place;
  readonly remark: Remark;
}

/** The JSON of an HTML comment right before a block: `<!-- { "blockType": "response", "@odata.type": "…" } -->`. */
interface Remark {
  readonly members: Readonly<Record<string, unknown>>;
  /** Where each member's name stands. */
  readonly placeOf: (member: string) => Place | undefined;
}

const noRemark: Remark = { members: {}, placeOf: () => undefined };

/** Reads every HTTP block of a page. A request line alone, in a block that the page doesn't call a request, is a template. */
export function readMarkdown(text: string, file: string): ExampleFile {
  const examples: HttpExample[] = [];
  const templates: HttpTemplate[] = [];
  const problems: { message: string; place: Place }[] = [];
  let request: RequestExample | undefined;
  let isExpected = false;
  const flush = (response?: ResponseExample) => {
    const name = `${file}#${examples.length + 1}`;
    const expectation = isExpected && response === undefined ? { expectsResponse: true as const } : {};
    if (request !== undefined) examples.push({ request, response, name, ...expectation });
    request = undefined;
    isExpected = false;
  };
  for (const block of readBlocks(text, file)) {
    const blockType = block.remark.members.blockType;
    const kind = messageKind(block.text);
    if (!mayHoldHttp(block)) {
      isExpected = false;
      continue;
    }
    if (kind === 'request' && blockType === 'ignored') {
      templates.push(...readTemplates(block));
    } else if (kind === 'request') {
      flush();
      const read = readRequest(block.text, block.place);
      if (read !== undefined && blockType === undefined && isTemplate(read))
        templates.push(...readTemplates(block));
      else {
        request = read;
        isExpected = blockType === 'request';
      }
    } else if (kind === 'response' || blockType === 'response') {
      const response = responseOf(block);
      if (request === undefined)
        problems.push({ message: 'A response without a request before it.', place: response.place });
      else flush(response);
    } else if (blockType === 'request') {
      problems.push({
        message: 'A block that the page calls a request has no request line.',
        place: block.place,
      });
    }
  }
  flush();
  return { isPage: true, examples, templates, problems };
}

function isTemplate(request: RequestExample): boolean {
  return request.headers.size === 0 && request.body === '' && /[{<]/.test(request.url);
}

function readTemplates(block: Block): HttpTemplate[] {
  return block.text.split('\n').flatMap((line, index) => {
    const place = { ...block.place, line: block.place.line + index };
    const read = readRequest(line, place);
    return read === undefined ? [] : [{ method: read.method, url: read.url, place, name: block.place.file }];
  });
}

function responseOf(block: Block): ResponseExample {
  const { members, placeOf } = block.remark;
  const declared = members['@odata.type'];
  const isCollection = members.isCollection;
  return {
    ...readResponse(block.text, block.place),
    declaredType: typeof declared === 'string' ? declared.replace(/^#/, '') : undefined,
    declaredTypePlace: placeOf('@odata.type'),
    isCollection: typeof isCollection === 'boolean' ? isCollection : undefined,
    truncated: members.truncated === true,
  };
}

/** Fenced blocks in order, each with the comment before it. */
function readBlocks(text: string, file: string): Block[] {
  const lines = text.split(/\r?\n/);
  const blocks: Block[] = [];
  let remark = noRemark;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string;
    const fence = /^(\s*)(`{3,}|~{3,})\s*(\S*)/.exec(line);
    if (line.trimStart().startsWith('<!--')) {
      const end = lines.findIndex((later, at) => at >= index && later.includes('-->'));
      const last = end < 0 ? lines.length - 1 : end;
      remark = readRemark(lines.slice(index, last + 1), { file, line: index + 1, column: 1 });
      index = last;
    } else if (fence !== null) {
      const end = lines.findIndex(
        (later, at) => at > index && later.trimStart().startsWith(fence[2] as string),
      );
      const last = end < 0 ? lines.length : end;
      blocks.push({
        language: (fence[3] as string).toLowerCase(),
        text: lines
          .slice(index + 1, last)
          .map(withoutIndent((fence[1] as string).length))
          .join('\n'),
        place: { file, line: index + 2, column: 1 },
        remark,
      });
      remark = noRemark;
      index = last;
    } else if (line.trim() !== '' && !/^\s*(>|#|\[!|---|\|)/.test(line)) {
      // prose: a comment further up belongs to something else
      remark = noRemark;
    }
  }
  return blocks;
}

function mayHoldHttp({ language, remark: { members } }: Block): boolean {
  return (
    language === 'http' ||
    (language !== '' && members.blockType !== undefined) ||
    members.blockType === 'request' ||
    members.blockType === 'response'
  );
}

/** "If the opening fence is indented, content lines will have equivalent opening indentation removed, if present." */
function withoutIndent(width: number): (line: string) => string {
  const indent = new RegExp(`^[ \\t]{0,${width}}`);
  return (line) => (width === 0 ? line : line.replace(indent, ''));
}

function readRemark(lines: readonly string[], place: Place): Remark {
  const json = lines
    .join('\n')
    .replace(/^\s*<!--/, '')
    .replace(/-->[\s\S]*$/, '');
  let members: unknown;
  try {
    members = JSON.parse(json);
  } catch {
    return noRemark;
  }
  if (typeof members !== 'object' || members === null) return noRemark;
  return {
    members: members as Record<string, unknown>,
    placeOf: (member) => {
      const line = lines.findIndex((candidate) => candidate.includes(`"${member}"`));
      if (line < 0) return undefined;
      const column = (lines[line] as string).indexOf(`"${member}"`);
      return { file: place.file, line: place.line + line, column: column + 1 };
    },
  };
}

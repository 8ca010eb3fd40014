// Microsoft Graph, "Follow site": an action on several that tells how each went.
import { expect, it } from 'vitest';
import { checkFile } from '../../../src/contract/check/check-file.ts';
import { readMarkdown } from '../../../src/contract/examples/read-markdown.ts';
import type { ProfileName } from '../../../src/service/profile.ts';
import { contextOf } from './context-of.ts';

const csdl = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="microsoft.graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="site"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <Action Name="add" IsBound="true"><Parameter Name="sites" Type="Collection(microsoft.graph.site)"/>
    <ReturnType Type="Collection(microsoft.graph.site)"/></Action>
  <EntityContainer Name="C"><EntitySet Name="sites" EntityType="microsoft.graph.site"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

const page = (status: string, body: string) => `<!-- {"blockType": "request"} -->
\`\`\` http
POST https://graph.microsoft.com/v1.0/sites/microsoft.graph.add
\`\`\`
<!-- {"blockType": "response"} -->
\`\`\` http
HTTP/1.1 ${status}
Content-Type: application/json

${body}
\`\`\`
`;

function rules(profile: ProfileName, text: string): readonly string[] {
  const context = contextOf(csdl, profile, ['https://graph.microsoft.com/v1.0']);
  return checkFile(readMarkdown(text, 'page.md'), context).map(({ rule }) => rule);
}

it('207 tells of each item under the graph profile, and is no status of actions by the standard', () => {
  const failed = page('207 Multi-Status', '{"value": [{"id": "1", "error": {"code": "invalidRequest"}}]}');
  expect(rules('graph', failed)).toEqual([]);
  expect(rules('odata', failed)).toContain('status-unexpected');
});

it('the result of an action is checked where the status is that of a result', () => {
  expect(rules('graph', page('200 OK', '{"value": [{"id": "1", "error": {}}]}'))).toEqual([
    'unknown-property',
  ]);
  expect(rules('graph', page('206 Partial Content', '{"value": []}'))).toEqual(['status-unexpected']);
});

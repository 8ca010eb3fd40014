// OData URL Conventions 4.01, section 4.3 "Addressing Entities": a literal that is no value of the key names no entity.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Thing"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
  <EntityContainer Name="Container"><EntitySet Name="Things" EntityType="Test.Thing"/></EntityContainer>`),
);

test.each(['null', "'a'", '1.5', 'true', "binary'AAEC'"])('%s, alone and with its name', async (literal) => {
  for (const path of [`Things(${literal})`, `Things(ID=${literal})`]) {
    const { status, body } = await ask(service, `GET /${path}`);
    expect([path, status, body.error.code]).toEqual([path, 404, 'NotFound']);
  }
});

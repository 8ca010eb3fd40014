// ARCHITECTURE.md, "Profiles": which profile a service has when nothing says so.
import type { EdmModel } from '../../edm/edm-model.ts';
import type { Profile, ProfileName } from '../profile.ts';
import { graphProfile } from './graph.ts';
import { odataProfile } from './odata.ts';

/** The profile that is given or named; with none, `graph` for a model whose container is Microsoft Graph's, else `odata`. */
export function profileOf(given: Profile | ProfileName | undefined, model: EdmModel): Profile {
  if (typeof given === 'object') return given;
  const fitting = model.entityContainer?.namespace === 'microsoft.graph' ? 'graph' : 'odata';
  return { odata: odataProfile, graph: graphProfile }[given ?? fitting];
}

// What the commands need that hold examples against a service: its definition, its profile and its roots.
import { type CheckContext, createCheckContext } from '../contract/check/check-context.ts';
import type { ServiceDefinition } from '../csdl/service-definition.ts';
import type { Profile, ProfileName } from '../service/profile.ts';
import { profileOf } from '../service/profiles/profile-of.ts';
import { compileDocument } from './load-document.ts';
import { listOf, overlaysOf, type ProjectService } from './project.ts';

export interface ServiceCommandOptions {
  readonly profile?: ProfileName;
  readonly overlay?: readonly string[];
}

export interface OpenedContext {
  readonly context: CheckContext;
  readonly definition: ServiceDefinition;
  readonly profile: Profile;
}

/** Roots are those that are given, and those that the configuration tells. */
export async function openCheckContext(
  service: ProjectService,
  options: ServiceCommandOptions,
  root: string | readonly string[] | undefined,
): Promise<OpenedContext> {
  const overlays = overlaysOf(service, options.overlay);
  const definition = await compileDocument(service.metadata, { overlays, include: [] });
  const profile = profileOf(options.profile ?? service.profile, definition.model);
  const { roots: own } = service;
  const roots = [...listOf(root), ...(own.length === 0 ? [] : [...profile.publicRoots, ...own])];
  return { context: createCheckContext(definition, profile, roots), definition, profile };
}

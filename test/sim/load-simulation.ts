/**
 * The simulation, loaded now: what it imports passes through whatever was planted before. It replaces pieces of its own
 * process. The caller removes the template.
 */
export const loadSimulation = async () => {
  const { workOnThisThread } = await import('./world/work-on-this-thread.ts');
  workOnThisThread();
  const { simulate } = await import('./simulate.ts');
  const { planOf } = await import('./steps/schedule.ts');
  const { shrink } = await import('./shrink.ts');
  const { makeTemplate } = await import('./world/template.ts');
  const { digestOnThisThread } = await import('./world/synchronous-digest.ts');
  const { prepareOnce } = await import('./world/prepare-once.ts');
  digestOnThisThread();
  prepareOnce();
  return { simulate, planOf, shrink, template: await makeTemplate() };
};

/** The newest incident of a kind is found without passing over all of the others. */
import type { Migration } from './migration.ts'

export const incidentKind: Migration = {
  version: 21,
  name: 'incident-kind',
  up: `
create index incident_kind on counterpart.incident (relation, code, id);
`,
}

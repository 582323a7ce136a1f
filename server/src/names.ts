/**
 * Forms of the names that operators choose, as patterns of JSON Schema. Those of parties and relations are narrower than what
 * the register takes (`protocol/src/keys/names.ts`), so that a node of a later version may widen them.
 */
const party = '[a-z][a-z0-9]{1,15}'

export const CODE = '^[a-z][a-z0-9-]{0,63}$'
export const PARTY = `^${party}$`
/** The two codes of the parties, sorted, and a word. */
export const RELATION = `^${party}~${party}/[a-z][a-z0-9-]{0,31}$`
export const DOMAIN = '^[a-z0-9.-]{1,200}$'

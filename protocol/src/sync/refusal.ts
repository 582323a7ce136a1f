/** Why a batch was refused: for its bytes only. A closed list; nothing in it says what the bytes held. */
export const REFUSALS = [
  'bad-step',
  'wrong-relation',
  'another-relation',
  'bad-checkpoint',
  'unknown-key',
  'bad-root',
  'bad-part',
  'part-missing',
  'too-large',
  'seen-beyond',
  'fork',
  'gap',
  'epoch-closed',
  'epoch-refused',
  'late-full',
  'late-other',
  'logs-full',
] as const
export type Refusal = (typeof REFUSALS)[number]

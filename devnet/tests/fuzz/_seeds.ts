/** Schedules that once failed, and what they found. They are kept when the draws change: then they are seeds like others. */
export interface Pinned {
  seed: number
  steps: number
  found: string
}

export const PINNED: readonly Pinned[] = [
  {
    seed: 3,
    steps: 500,
    found:
      'a statement of sizes that was on its way while entries came accused the counterpart of a rollback: with a start confirmed by operators both go on at once',
  },
  {
    seed: 1,
    steps: 969,
    found: 'a node brought back that lacks what a later log says was destroyed, and never gets it',
  },
]

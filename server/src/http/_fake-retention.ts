/** What the invented dossiers say of keeping and destroying: nothing. */
import { NodeError } from '../errors.ts'
import type { Uses } from './ports.ts'

export const fakeRetention: Pick<Uses, 'retention' | 'retain'> = {
  retention: async (relation) => {
    if (relation !== 'chn~vnm/border') throw new NodeError({ code: 'unknown-relation' })
    return { until: 0, rows: [], late: [], more: false }
  },
  retain: async ({ dossier }) => ({ kind: 'recorded', dossier, leaf: dossier, index: 1, word: 'recorded' }),
}

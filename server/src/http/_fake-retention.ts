/** What the invented dossiers say of keeping and destroying: what was stayed, and nothing else. */
import { NodeError } from '../errors.ts'
import type { Uses } from './ports.ts'

const stayed = new Map<string, number>()

export const fakeRetention: Pick<Uses, 'retention' | 'retain' | 'ownStay' | 'here'> = {
  retention: async (relation) => {
    if (relation !== 'chn~vnm/border') throw new NodeError({ code: 'unknown-relation' })
    return { until: 0, rows: [], late: [], more: false }
  },
  here: async () => ({ ours: 1, theirs: 1, ahead: [] }),
  ownStay: async (_, dossier) => stayed.get(dossier) ?? 0,
  retain: async (command) => {
    const { dossier } = command
    if (command.kind === 'stay') {
      if (command.until < (stayed.get(dossier) ?? 0)) throw new NodeError({ code: 'needs-approval' })
      stayed.set(dossier, command.until)
    }
    return { kind: 'recorded', dossier, leaf: dossier, index: 1, word: 'recorded' }
  },
}

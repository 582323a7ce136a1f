/** What operators watch. Figures, codes and times of the node itself: nothing of any dossier or person. */
import { type Static, Type } from 'typebox'
import { DAMAGE_KINDS } from '../../scrub/finding.ts'
import { STAGES } from '../../scrub/progress.ts'
import { INCIDENT_CODES } from '../../uses/incident.ts'
import { Count, named, nullable, oneOf, PartyCode, RelationId, Seconds, shape } from './base.ts'
import { HealthView } from './register.ts'
import { LineView } from './session.ts'

/** What somebody has to look at, as `views/operation/alarms.ts` finds it. */
export const ALARM_CODES = [
  'store-down',
  'signer-failed',
  'high-water',
  'rolled-back',
  'line-down',
  'line-held',
  'act-waits',
  'clock-apart',
  'certificate-ends',
  'certificate-ended',
  'key-due',
  'key-overdue',
  'disk-low',
  'files-unavailable',
  'backup-none',
  'backup-old',
  'scanner-silent',
  'damage-open',
  'scrub-late',
  'destroying-late',
  'dossier-too-large',
  'incident',
] as const

const Alarm = shape({
  code: oneOf(ALARM_CODES),
  level: oneOf(['warning', 'urgent']),
  relation: nullable(RelationId),
  side: nullable(PartyCode),
})
export type Alarm = Static<typeof Alarm>

/** What has dates. */
const DATED = ['log-key', 'custody-key', 'seal-key', 'line-certificate', 'officers-certificate'] as const

const Dated = shape({
  what: oneOf(DATED),
  relation: nullable(RelationId),
  side: nullable(PartyCode),
  id: Type.String({
    description:
      'What two people compare: SHA-256 over the key, both keys or the certificate, in groups of four digits',
  }),
  from: nullable(Seconds),
  until: nullable(
    Type.Integer({ minimum: 0, description: 'Seconds; of a key until when it should be another one' }),
  ),
  state: oneOf(['good', 'due', 'overdue']),
})
export type Dated = Static<typeof Dated>

const Log = shape({
  size: Count,
  receipted: Type.Integer({ minimum: 0, description: 'How much the side that does not write it signed for' }),
})

const Late = shape({
  ours: shape(
    { count: Count, since: nullable(Seconds) },
    { description: 'Dossiers in which something should be destroyed here, and since when' },
  ),
  theirs: shape(
    { count: Count, since: nullable(Seconds) },
    { description: 'Parts that we destroyed and they have not said so of, and since when' },
  ),
})
export type LateView = Static<typeof Late>

const Stored = shape({
  logs: shape({ ours: Log, theirs: Log }),
  queue: shape(
    { entries: Count, bytes: Count, oldest: nullable(Seconds) },
    { description: 'What the counterpart has not signed for: what the loss of this machine would cost' },
  ),
  files: shape({
    outgoing: Type.Integer({ minimum: 0, description: 'Of ours that the counterpart has not confirmed' }),
    incoming: Type.Integer({ minimum: 0, description: 'Of theirs that are not whole here' }),
    scanning: Count,
    refused: Count,
  }),
  late: Late,
  incidents: Type.Array(shape({ code: oneOf(INCIDENT_CODES), count: Count }), {
    description: 'How many there ever were',
  }),
})

const Pass = {
  began: Seconds,
  entries: Count,
  found: Count,
  repaired: Count,
}

const Damage = shape({
  what: oneOf(DAMAGE_KINDS),
  side: nullable(PartyCode),
  index: nullable(
    Type.Integer({ minimum: 0, description: 'In that log; null where it is in no one place of it' }),
  ),
})

const Scrub = shape({
  pass: oneOf(['none', 'slow', 'whole']),
  at: nullable(
    shape(
      { stage: oneOf(STAGES), index: Count },
      { description: 'What is looked at now, and of a log from which entry on' },
    ),
  ),
  done: Count,
  of: Count,
  found: Count,
  repaired: Count,
  last: nullable(shape({ ...Pass, ended: Seconds })),
  open: shape({
    count: Count,
    newest: Type.Array(Damage, { maxItems: 100 }),
    kinds: Type.Array(shape({ what: oneOf(DAMAGE_KINDS), count: Count })),
  }),
})
export type ScrubView = Static<typeof Scrub>

export const OperatedRelation = shape({
  id: RelationId,
  side: PartyCode,
  other: PartyCode,
  start: oneOf(['waiting', 'confirmed', 'rolled-back']),
  line: LineView,
  stored: nullable(Stored),
  scrub: nullable(Scrub),
})
export type OperatedRelation = Static<typeof OperatedRelation>

export const OperationView = named(
  'Operation',
  {
    now: Seconds,
    since: Type.Integer({ minimum: 0, description: 'When this node was started' }),
    health: HealthView,
    alarms: Type.Array(Alarm),
    relations: Type.Array(OperatedRelation),
    dates: Type.Array(Dated),
    storage: shape({
      database: oneOf(['own', 'given', 'memory'], {
        description: '`own`: the one that comes along, on the disk below; `given`: elsewhere',
      }),
      disk: nullable(
        shape(
          { free: Count, size: Count },
          {
            description:
              'Bytes of the fullest of the disks on which folder, files and database of the node lie',
          },
        ),
      ),
      backup: nullable(Seconds),
      scanner: nullable(Type.Integer({ minimum: 0, description: 'Since when it has answered nothing' })),
    }),
    incidents: Type.Array(shape({ relation: RelationId, at: Seconds, code: oneOf(INCIDENT_CODES) }), {
      description: 'The newest, newest first',
    }),
  },
  'How this node is, for its operators',
)
export type OperationView = Static<typeof OperationView>

import { bothLostBreaks } from './both-lost.ts'
import type { Break } from './break.ts'
import { caseworkBreaks } from './casework.ts'
import { deskBreaks } from './desk.ts'
import { draftBreaks } from './drafts.ts'
import { evidenceBreaks } from './evidence.ts'
import { fuzzBreaks } from './fuzz.ts'
import { hostileBreaks } from './hostile.ts'
import { keyBreaks } from './keys.ts'
import { lineBreaks } from './line.ts'
import { nodeBreaks } from './node.ts'
import { operatedBreaks } from './operated.ts'
import { overNoBreaks } from './over-no.ts'
import { pouchBreaks } from './pouch.ts'
import { protocolBreaks } from './protocol.ts'
import { retentionBreaks } from './retention.ts'
import { reviewBreaks } from './review.ts'
import { safeguardBreaks } from './safeguards.ts'

export const breaks: readonly Break[] = [
  ...protocolBreaks,
  ...evidenceBreaks,
  ...caseworkBreaks,
  ...keyBreaks,
  ...lineBreaks,
  ...hostileBreaks,
  ...nodeBreaks,
  ...operatedBreaks,
  ...pouchBreaks,
  ...retentionBreaks,
  ...reviewBreaks,
  ...safeguardBreaks,
  ...overNoBreaks,
  ...fuzzBreaks,
  ...deskBreaks,
  ...draftBreaks,
  ...bothLostBreaks,
]

import { register } from './0001-register.ts'
import { node } from './0002-node.ts'
import { tally } from './0003-tally.ts'
import { wakes } from './0004-wakes.ts'
import { witness } from './0005-witness.ts'
import { turns } from './0006-turns.ts'
import { pouch } from './0007-pouch.ts'
import { files } from './0008-files.ts'
import { announcement } from './0009-announcement.ts'
import { epochs } from './0010-epochs.ts'
import { scrub } from './0011-scrub.ts'
import { retention } from './0012-retention.ts'
import { keyChanges } from './0013-keys.ts'
import { stated } from './0014-stated.ts'
import { mendEpoch } from './0015-mend-epoch.ts'
import { pouchEpochs } from './0016-pouch-epochs.ts'
import { apart } from './0017-apart.ts'
import { closingQuestion } from './0018-closing-question.ts'
import { recalled } from './0019-recalled.ts'
import { mendMissing } from './0020-mend-missing.ts'
import { incidentKind } from './0021-incident-kind.ts'
import { dropGuarded } from './0022-drop-guarded.ts'
import { draftEnds } from './0023-draft-ends.ts'
import { marks } from './0024-marks.ts'
import { markedSizes } from './0025-marked-sizes.ts'
import { loweredMarks } from './0026-lowered-marks.ts'
import { partSpread } from './0027-part-spread.ts'
import { alone } from './0028-alone.ts'
import { lateParts } from './0029-late-parts.ts'
import type { Migration } from './migration.ts'

/** In order; the last one's version is the newest this node understands. */
export const migrations: readonly Migration[] = [
  register,
  node,
  tally,
  wakes,
  witness,
  turns,
  pouch,
  files,
  announcement,
  epochs,
  scrub,
  retention,
  keyChanges,
  stated,
  mendEpoch,
  pouchEpochs,
  apart,
  closingQuestion,
  recalled,
  mendMissing,
  incidentKind,
  dropGuarded,
  draftEnds,
  marks,
  markedSizes,
  loweredMarks,
  partSpread,
  alone,
  lateParts,
]

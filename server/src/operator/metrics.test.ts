import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OperationView } from '../http/schema/operation.ts'
import { metricsOf } from './metrics.ts'

const SILENT: OperationView = {
  now: 100,
  since: 1,
  health: { status: 'down', checks: { storage: 'down' } },
  alarms: [],
  relations: [],
  dates: [],
  storage: { database: 'given', disk: null, backup: null, scanner: null },
  incidents: [],
}

const figuresIn = (text: string) => text.split('\n').filter((line) => line.startsWith('counterpart_'))

test('what is not known is not told as 0', async () => {
  assert.deepEqual(figuresIn(await metricsOf(async () => SILENT)()), [
    'counterpart_health{check="storage",relation=""} 0',
    'counterpart_start_timestamp_seconds 1',
  ])
})

test('an alarm that is over is told no more', async () => {
  let alarms: OperationView['alarms'] = [{ code: 'disk-low', level: 'urgent', relation: null, side: null }]
  const metrics = metricsOf(async () => ({ ...SILENT, alarms }))
  assert.match(
    await metrics(),
    /^counterpart_alarm\{code="disk-low",level="urgent",relation="",side=""\} 1$/m,
  )
  alarms = []
  assert.doesNotMatch(await metrics(), /^counterpart_alarm/m)
})

import { call } from './call.ts'
import type { Confirmation } from './starts.ts'

/** That this node's clock is right, whatever the counterpart states. @throws NodeError `same-officer`, `clock-agrees` */
export async function confirmClockOf(data: string, confirmation: Confirmation): Promise<void> {
  await call(data, 'POST', confirmation, '/clock')
}

export type { components, operations, paths } from './api.d.ts'
export {
  ApiError,
  type Connection,
  type ConnectOptions,
  CSRF_HEADER,
  connect,
  good,
  OTHER_OFFICER,
  type Text3,
} from './connect.ts'
export { type Listener, subscribe } from './events.ts'
export type * from './types.ts'

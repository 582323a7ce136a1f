export type { components, operations, paths } from './api.d.ts'
export {
  ApiError,
  type Connection,
  type ConnectOptions,
  CSRF_HEADER,
  connect,
  good,
  type Text3,
} from './connect.ts'
export { type Listener, subscribe } from './events.ts'
export type * from './types.ts'

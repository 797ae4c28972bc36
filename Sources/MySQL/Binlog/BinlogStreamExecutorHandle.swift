import Basics

extension BinlogStream {
  // The actor owns its executor, so the unowned reference is good for as long as the actor lives.
  package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
}

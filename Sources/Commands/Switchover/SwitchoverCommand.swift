import Basics
import CommandKit
import Replication
import Switchover

/// `dbops switchover`
enum SwitchoverCommand {
  static let to = Option(
    "to", value: .string("HOST"),
    help: "The replica that is to be the primary; HOST:PORT where several have the host.")
  static let isLost = Option(
    flag: "primary-is-dead", help: "The primary does not come back: promote the replica without it.")
  static let acceptsLoss = Option(
    flag: "accept-loss",
    help: "With --primary-is-dead: do without transactions that only other replicas have.")
  static let timeout = Option(
    "timeout", value: .duration(), default: .seconds(10),
    help: "Longest wait for the replica to apply what the primary has, while nobody can write.")
  static let lockWait = Option(
    "lock-wait", value: .duration(), default: .seconds(5),
    help: "Longest wait for writers that keep the primary from becoming read-only; others wait behind it.")
  static let maxLag = Option(
    "max-lag", value: .duration(), default: .seconds(10),
    help: "How far behind the replica may be at the start.")
  static let maxTransaction = Option(
    "max-transaction", value: .duration(), default: .seconds(10),
    help: "How long transactions of the primary may have been open; they are lost.")
  static let execute = Option(flag: "execute", help: "Do it; without this only the plan is shown.")

  static let command = Command(
    CommandSpec(
      "switchover",
      summary: "makes a replica the primary, without losing a row: shows its plan, acts with --execute",
      discussion: """
        Looks first whether the replica can take over. Then the primary becomes read-only, its clients are disconnected, \
        the replica applies what is left and takes the writes; the old primary and all other replicas replicate it from \
        then on. Every step is shown with its time, and at the end for how long nobody could write.

        A step that fails before the replica takes writes has everything taken back; behind that, the rest is done all the \
        same and what could not be done is named. Killed at any moment, the same command goes on from there. \
        --to with the old primary's own name takes an unfinished switchover back.

        With --primary-is-dead the primary is not needed: what only it had is lost, and the command says how much that may \
        be. It is made read-only when a command of dbops meets it again.

        Events, flags and heartbeats move, too. dbops does not tell your clients where the primary is.
        """,
      examples: [
        CommandExample("dbops switchover --target shop --to db-r1.internal", "See what would be done"),
        CommandExample("dbops switchover --target shop --to db-r1.internal --execute", "Do it"),
        CommandExample(
          "dbops switchover --target shop --to db-r1.internal --execute --lock-wait 1s --timeout 2s",
          "Rather give up than keep writers waiting for long"),
        CommandExample(
          "dbops switchover --target shop --to db-r2.internal --primary-is-dead --execute",
          "Go on without a primary that is lost"),
      ],
      options: [
        to, execute, isLost, acceptsLoss, timeout, lockWait, maxLag, maxTransaction, ReplicatedTarget.table,
      ],
      sections: [ServerOptions.section],
      rules: ServerOptions.rules + [.oneOf([to]), .requires(acceptsLoss, isLost)],
      exits: [
        .privilege, .notFound, .locked, .refused, .aborted, .unknown, .configuration, .interrupted,
        .terminated,
      ])
  ) { invocation, context in
    let work = try SwitchoverWork(invocation, context)
    return try await Journal(context).run(
      "switchover", target: invocation[GlobalOptions.target] ?? "", by: Operator.name(context)
    ) { tell in
      try await work.run(tell)
    }
  }
}

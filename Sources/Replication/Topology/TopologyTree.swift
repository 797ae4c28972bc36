/// A topology as lines of a tree, each server once.
package struct TopologyTree: Sendable {
  /// One line.
  package struct Line: Sendable, Equatable {
    /// `├─ ` and the like before the name.
    package let branch: String
    /// The server's place among the members.
    package let member: Int
    /// The name of the channel that leads here; nil for the top of a tree.
    package let channel: String?
    package let kind: Kind

    package enum Kind: Sendable, Equatable {
      case server
      /// It stands elsewhere in the tree: it has several sources.
      case seen
      /// It stands above: the servers replicate each other.
      case circle
    }
  }

  package let lines: [Line]

  package init(_ topology: Topology) {
    var lines: [Line] = []
    var shown: Set<Int> = []

    func descend(_ member: Int, _ indent: String, path: Set<Int>) {
      let links = topology.replicas(of: member)
      for (index, link) in links.enumerated() {
        let isLast = index == links.count - 1
        let kind: Line.Kind =
          path.contains(link.replica) ? .circle : shown.contains(link.replica) ? .seen : .server
        lines.append(
          Line(
            branch: indent + (isLast ? "└─ " : "├─ "), member: link.replica, channel: link.channel.name,
            kind: kind))
        guard kind == .server else { continue }
        shown.insert(link.replica)
        descend(link.replica, indent + (isLast ? "   " : "│  "), path: path.union([link.replica]))
      }
    }

    for root in topology.roots where shown.insert(root).inserted {
      lines.append(Line(branch: "", member: root, channel: nil, kind: .server))
      descend(root, "", path: [root])
    }
    self.lines = lines
  }
}

import Basics

/// One place where backups are kept.
package enum StorageSettings: Sendable, Equatable {
  case directory(DirectoryStorageSettings)
  case gcs(GCSStorageSettings)
  case s3(S3StorageSettings)

  /// As written behind `type:`.
  package var type: String {
    switch self {
    case .directory: "directory"
    case .gcs: "gcs"
    case .s3: "s3"
    }
  }
}

/// A folder of a mounted file system.
package struct DirectoryStorageSettings: Sendable, Equatable {
  /// What must stay free.
  package enum MinimumFree: Sendable, Equatable {
    /// Of the file system's size, from 0 to 1.
    case share(Double)
    case bytes(ByteCount)
  }

  /// Absolute.
  package var path = ""
  package var minimumFree = MinimumFree.bytes(ByteCount(0))

  init() {}
}

/// A bucket of Google Cloud Storage.
package struct GCSStorageSettings: Sendable, Equatable {
  package var bucket = ""
  package var prefix: String?
  /// Nil is Google's own.
  package var endpoint: String?
  /// A service account's key; nil asks the machine's metadata server.
  package var credentials: SecretReference?

  init() {}
}

/// A bucket of S3 or of something that speaks its protocol.
package struct S3StorageSettings: Sendable, Equatable {
  package var bucket = ""
  package var prefix: String?
  package var region: String?
  /// Nil is Amazon's for the region.
  package var endpoint: String?
  package var accessKey: SecretReference?
  package var secretKey: SecretReference?

  init() {}
}

extension StorageSettings {
  static let shape = Shape<StorageSettings>.variants([
    Variant(
      "directory", directory, "A folder of a mounted file system.",
      as: (
        { .directory($0) }, { if case .directory(let settings) = $0 { settings } else { nil } }
      )),
    Variant(
      "gcs", gcs, "A bucket of Google Cloud Storage.",
      as: (
        { .gcs($0) }, { if case .gcs(let settings) = $0 { settings } else { nil } }
      )),
    Variant(
      "s3", s3, "A bucket of S3 or of something that speaks its protocol.",
      as: (
        { .s3($0) }, { if case .s3(let settings) = $0 { settings } else { nil } }
      )),
  ])

  private static let directory = Section(
    initial: DirectoryStorageSettings(),
    fields: [
      Field("path", \.path, .path, "The folder.").example("/backup/dbops").required,
      Field(
        "min-free", \.minimumFree, .minimumFree,
        "No backup starts when less than this is free: a share of the file system or a size."
      )
      .example("10%").standard("nothing"),
    ])

  private static let gcs = Section(
    initial: GCSStorageSettings(),
    fields: [
      Field("bucket", \.bucket, .bucket, "The bucket.").example("dbops-prod").required,
      Field("prefix", \.prefix, .prefix, "What the names of all objects begin with.").example("v1").standard(
        "nothing"),
      Field(
        "endpoint", \.endpoint, .url(["https", "http"], example: "http://127.0.0.1:4443"),
        "Another service's address."
      )
      .example("http://127.0.0.1:4443").standard("Google's"),
      Field("credentials", \.credentials, .secret, "The key of a service account, as JSON.")
        .example("{file: /etc/dbops/secrets/gcp.json}").standard("the machine's own account"),
    ])

  private static let s3 = Section(
    initial: S3StorageSettings(),
    fields: [
      Field("bucket", \.bucket, .bucket, "The bucket.").example("dbops-prod").required,
      Field("prefix", \.prefix, .prefix, "What the names of all objects begin with.").example("v1").standard(
        "nothing"),
      Field("region", \.region, .text("a region, such as ap-south-1"), "The bucket's region.").example(
        "ap-south-1"
      )
      .standard("us-east-1"),
      Field(
        "endpoint", \.endpoint, .url(["https", "http"], example: "https://s3.example.com"),
        "Another service's address."
      )
      .example("https://s3.example.com").standard("Amazon's for the region"),
      Field("access-key", \.accessKey, .secret, "The id of the access key.")
        .example("{file: /etc/dbops/secrets/s3-id}").standard("the machine's own role"),
      Field("secret-key", \.secretKey, .secret, "Its secret.")
        .example("{file: /etc/dbops/secrets/s3-key}").standard("the machine's own role"),
    ],
    rules: { storage, node, reading in
      if (storage.accessKey == nil) != (storage.secretKey == nil) {
        reading.report(
          "access-key and secret-key belong together", at: node.position, hint: "give both or neither")
      }
    })
}

extension Shape where Value == DirectoryStorageSettings.MinimumFree {
  static let minimumFree = scalar(
    "a share such as 10% or a size such as 50GiB",
    schema: [
      ShownMember("type", .text("string")),
      ShownMember("pattern", .text("^([0-9]+([.][0-9]+)?%|[0-9]+([.][0-9]+)? ?([KMGTP]i?)?B?)$")),
    ],
    parse: { text in
      guard text.hasSuffix("%") else { return ByteCount(text: text).map { .bytes($0) } }
      guard let percent = Double(text.dropLast()), (0...100).contains(percent) else { return nil }
      return .share(percent / 100)
    },
    show: { value in
      switch value {
      case .share(let share):
        let percent = fixed(share * 100, 4)
        return .text(String(percent.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed()) + "%")
      case .bytes(let bytes): return .text(exactText(bytes))
      }
    })
}

extension Shape where Value == String {
  static let bucket = text(
    "the name of a bucket", matching: "^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$"
  ) { name in
    (3...222).contains(name.utf8.count) && name == name.lowercased() && name.utf8.allSatisfy(isNameByte)
      && name.utf8.first.map { isLetter($0) || isDigit($0) } == true
      && name.utf8.last.map { isLetter($0) || isDigit($0) } == true
  }

  static let prefix = text(
    "names separated by slashes, such as prod/v1", matching: "^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$"
  ) { text in
    text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part != "." && part != ".." && part.utf8.allSatisfy(isNameByte)
    }
  }
}

"""Changes to a contract that make it one that a service should not have."""

from protophone.v1 import options_pb2

RPC, FIELD = (6, 0, 2, 0), (4, 0, 2, 0)
"""Where the comments on the first rpc and on the first field lie in a file."""


def kettle_of(files):
    return files.file[-1]


def rpc(files, number=0):
    return kettle_of(files).service[0].method[number]


def request(files, number=0):
    return kettle_of(files).message_type[2 * number]


def options(rpc):
    return rpc.options.Extensions[options_pb2.tool]


def fill(field):
    return field.options.Extensions[options_pb2.field]


def moved(files):
    """Move the service out of its package."""
    file = kettle_of(files)
    old, file.package = f".{file.package}.", "kettle.v1"
    for method in file.service[0].method:
        method.input_type = method.input_type.replace(old, ".kettle.v1.")
        method.output_type = method.output_type.replace(old, ".kettle.v1.")


def streaming(files):
    rpc(files, 1).server_streaming = True


def badly_named(files):
    options(rpc(files)).name = "tell the warmth!"


def long_named(files):
    options(rpc(files)).name = "tell_the_warmth_of_the_water_in_the_kettle"


def twice_named(files):
    options(rpc(files)).name = "boil_water"


def wordless(files):
    options(rpc(files)).messages.add(moment=options_pb2.MOMENT_START)


def long_field(files):
    request(files).field[0].name = "kettle_" * 12
    request(files).field[0].ClearField("json_name")


def uncommented(path):
    """Return what removes one comment."""

    def change(files):
        kept = [
            location
            for location in kettle_of(files).source_code_info.location
            if tuple(location.path) != path
        ]
        del kettle_of(files).source_code_info.location[:]
        kettle_of(files).source_code_info.location.extend(kept)

    return change


def sourceless(files):
    kettle_of(files).ClearField("source_code_info")


def badly_filled(files):
    fill(request(files).field[2]).fill = options_pb2.FILL_CALL_ID


def unfilled(files):
    request(files).field[4].ClearField("options")


def optionless(files):
    """Lose every option, as Node's reflection does."""
    for message in kettle_of(files).message_type:
        for field in message.field:
            field.ClearField("options")
    for method in kettle_of(files).service[0].method:
        method.ClearField("options")


def importless(files):
    """Lose every import, as Node's reflection does."""
    kettle_of(files).ClearField("dependency")


def fileless(files):
    """Leave out a file that another imports."""
    kept = [file for file in files.file if file.name != "verify_scale.proto"]
    del files.file[:]
    files.file.extend(kept)


def older(files):
    """Show a contract that has one field less, and another of another type."""
    fields = request(files).field
    fields[0].type = fields[0].TYPE_BYTES
    del fields[5]


def mute(files):
    speech = kettle_of(files).message_type[1].field[0]
    speech.type = speech.TYPE_INT32


def newer(files):
    """Have a field that is not in the contract."""
    request(files).field.add(name="remark", number=6, type="TYPE_STRING")


def ownless(files):
    """Leave out what the edge has itself."""
    kept = [file for file in files.file if file.name != "protophone/v1/options.proto"]
    del files.file[:]
    files.file.extend(kept)


def remembered(files):
    """Have answers remembered that differ each time, or have effects."""
    fill(request(files).field[5]).fill = options_pb2.FILL_TOOL_CALL_ID
    for number in (0, 1):
        options(rpc(files, number)).cache.seconds = 60

"""click: parsing commands, options, help"""

import click


@click.group()
@click.option("--loud/--quiet", default=False)
@click.pass_context
def main(context, loud):
    context.obj = loud


@main.command()
@click.argument("name")
@click.option("-n", "--times", type=click.IntRange(1, 3), default=1, show_default=True, help="how often")
@click.pass_obj
def greet(loud, name, times):
    """Greets NAME."""
    for _ in range(times):
        click.echo((name.upper() if loud else name) + "!")


main(["--loud", "greet", "you", "-n", "2"], standalone_mode=False)
try:
    main(["greet", "you", "-n", "7"], standalone_mode=False)
except click.BadParameter as error:
    print(error.format_message())
print(greet.get_help(click.Context(greet, info_name="greet")))

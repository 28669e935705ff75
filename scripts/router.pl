#!/usr/bin/perl
# A log router for tests, in the place of Fluent Bit and Fluentd, which Debian 12 does not have. It reads the
# configuration that is generated for either, speaks Fluentd's forward protocol at the sockets that are named there, and
# does what the few plugins of those names do that stand in it: forward, unix, tcp; grep, record_modifier,
# record_transformer; null, stdout. What it does not know ends it, with the reason: nothing is passed over.
#
# stdout writes `TAG JSON`, with the option `prefix` before it.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;

$| = 1;
$SIG{TERM} = sub { print "router ends\n"; exit 0 };
$SIG{PIPE} = 'IGNORE';

my (@inputs, @filters, @outputs);

sub failed { print STDERR "router: @_\n"; exit 1 }

sub lines {
    my $file = shift;
    open my $in, '<', $file or failed("$file: $!");
    my @lines = <$in>;
    chomp @lines;
    return @lines;
}

# --- configurations ------------------------------------------------------------------------------------------------------

# A section is its kind and its lines, each a name and a value; names are in lower case, values keep their variables' values.
sub add {
    my ($kind, @pairs) = @_;
    my %section = (pairs => \@pairs);
    $section{$_->[0]} = $_->[1] for @pairs;
    failed("a section of kind $kind without a name") unless defined $section{name};
    my $list = {input => \@inputs, filter => \@filters, output => \@outputs}->{$kind} or failed("no section $kind");
    push @$list, \%section;
}

sub fluent_bit {
    my ($kind, @pairs);
    for (lines(shift)) {
        if (/^\@INCLUDE\s+(\S+)\s*$/) { add($kind, @pairs) if defined $kind; undef $kind; fluent_bit($1) }
        elsif (/^\[(\w+)\]\s*$/) { add($kind, @pairs) if defined $kind; $kind = lc $1; @pairs = () }
        elsif (/^\s+(\S+)\s+(.*?)\s*$/ && defined $kind) {
            my ($name, $value) = (lc $1, $2);
            $value =~ s/\$\{([^}]+)\}/$ENV{$1} \/\/ ''/ge;
            push @pairs, [$name, $value];
        }
        elsif (/\S/) { failed("cannot read '$_'") }
    }
    add($kind, @pairs) if defined $kind;
}

sub fluentd {
    my ($kind, @pairs, $inner, %rule);
    my %kinds = (source => 'input', filter => 'filter', match => 'output');
    for (lines(shift)) {
        if (/^\@include\s+(\S+)\s*$/) { fluentd($1) }
        elsif (/^<(source|filter|match)(?:\s+(\S+))?>$/) { $kind = $kinds{$1}; @pairs = defined $2 ? (['match', $2]) : () }
        elsif (/^<\/(?:source|filter|match)>$/) { add($kind, @pairs); undef $kind }
        elsif (/^\s+<(record|regexp|exclude)>$/) { $inner = $1; %rule = () }
        elsif (/^\s+<\/\w+>$/) {
            push @pairs, [$inner eq 'regexp' ? 'regex' : 'exclude', "$rule{key} $rule{pattern}"] if $inner ne 'record';
            undef $inner;
        }
        elsif (/^\s+(\S+)\s+(.*?)\s*$/ && defined $kind) {
            my ($name, $value) = ($1, $2);
            $value = $ENV{$1} // '' if $value =~ /^"#\{ENV\['([^']+)'\]\}"$/;
            if (!defined $inner) { push @pairs, [$name eq '@type' ? 'name' : lc $name, $value] }
            elsif ($inner eq 'record') { push @pairs, ['record', "$name $value"] }
            else { $rule{$name} = $value }
        }
        elsif (/\S/) { failed("cannot read '$_'") }
    }
}

# --- MessagePack ---------------------------------------------------------------------------------------------------------

# The next value of $$data from $$at on; dies with 'more' if it is not all there.
sub take { my ($data, $at, $count) = @_; die "more\n" if $$at + $count > length $$data;
    my $taken = substr $$data, $$at, $count; $$at += $count; return $taken }
sub number { my ($form, $size, $data, $at) = @_; return unpack $form, take($data, $at, $size) }
sub items { my ($count, $data, $at) = @_; return [map { value($data, $at) } 1 .. $count] }
sub pairs { my ($count, $data, $at) = @_; my %map;
    for (1 .. $count) { my $key = value($data, $at); $map{$key} = value($data, $at) } return \%map }

sub value {
    my ($data, $at) = @_;
    my $type = number('C', 1, $data, $at);
    return $type if $type <= 0x7f;
    return pairs($type & 0x0f, $data, $at) if $type <= 0x8f;
    return items($type & 0x0f, $data, $at) if $type <= 0x9f;
    return take($data, $at, $type & 0x1f) if $type <= 0xbf;
    return $type - 256 if $type >= 0xe0;
    return undef if $type == 0xc0;
    return $type - 0xc2 if $type == 0xc2 || $type == 0xc3;
    my %sizes = (0xc4 => ['C', 1], 0xc5 => ['n', 2], 0xc6 => ['N', 4], 0xd9 => ['C', 1], 0xda => ['n', 2], 0xdb => ['N', 4]);
    return take($data, $at, number(@{$sizes{$type}}, $data, $at)) if $sizes{$type};
    my %numbers = (0xca => ['f>', 4], 0xcb => ['d>', 8], 0xcc => ['C', 1], 0xcd => ['n', 2], 0xce => ['N', 4],
        0xcf => ['Q>', 8], 0xd0 => ['c', 1], 0xd1 => ['s>', 2], 0xd2 => ['l>', 4], 0xd3 => ['q>', 8]);
    return number(@{$numbers{$type}}, $data, $at) if $numbers{$type};
    return items(number('n', 2, $data, $at), $data, $at) if $type == 0xdc;
    return items(number('N', 4, $data, $at), $data, $at) if $type == 0xdd;
    return pairs(number('n', 2, $data, $at), $data, $at) if $type == 0xde;
    return pairs(number('N', 4, $data, $at), $data, $at) if $type == 0xdf;
    # Fluentd's time: a type and eight bytes.
    return take($data, $at, 1 + (1 << ($type - 0xd4))) if $type >= 0xd4 && $type <= 0xd8;
    failed(sprintf 'no MessagePack type %x', $type);
}

# --- records -------------------------------------------------------------------------------------------------------------

sub matches {
    my ($pattern, $tag) = @_;
    return 0 unless defined $pattern;
    my $regex = join '.*', map { quotemeta } split /\*+/, $pattern, -1;
    return $tag =~ /^$regex$/;
}

sub text {
    my $text = shift;
    return 'null' unless defined $text;
    $text =~ s/(["\\])/\\$1/g;
    $text =~ s/([\x00-\x1f])/sprintf '\\u%04x', ord $1/ge;
    return "\"$text\"";
}

sub emit {
    my ($tag, $record) = @_;
    for my $filter (grep { matches($_->{match}, $tag) } @filters) {
        for my $pair (@{$filter->{pairs}}) {
            my ($name, $said) = @$pair;
            next if $name =~ /^(?:name|match)$/;
            my ($key, $rest) = split / +/, $said, 2;
            my $found = $name ne 'record' && ($record->{$key} // '') =~ /$rest/;
            if ($filter->{name} =~ /^record_(?:modifier|transformer)$/ && $name eq 'record') { $record->{$key} = $rest }
            elsif ($filter->{name} eq 'grep' && $name eq 'regex') { return unless $found }
            elsif ($filter->{name} eq 'grep' && $name eq 'exclude') { return if $found }
            else { failed("filter $filter->{name} has no $name") }
        }
    }
    for my $output (grep { matches($_->{match}, $tag) } @outputs) {
        next if $output->{name} eq 'null';
        failed("no output $output->{name}") unless $output->{name} eq 'stdout';
        my $json = join ',', map { text($_) . ':' . text($record->{$_}) } sort keys %$record;
        print $output->{prefix} // '', "$tag {$json}\n";
    }
}

sub event {
    my $event = shift;
    my ($tag, $what) = @$event;
    if (ref $what eq 'ARRAY') { emit($tag, $_->[1]) for @$what }
    elsif (ref $event->[2] eq 'HASH') { emit($tag, $event->[2]) }
    else { # entries, packed
        my $at = 0;
        emit($tag, value(\$what, \$at)->[1]) while $at < length $what;
    }
}

# --- sockets -------------------------------------------------------------------------------------------------------------

my ($bit, $fluentd) = ('/fluent-bit/etc/fluent-bit.conf', '/fluentd/etc/fluent.conf');
if (-e $bit) { fluent_bit($bit) } elsif (-e $fluentd) { fluentd($fluentd) } else { failed("neither $bit nor $fluentd") }

my ($select, %doors, %kept) = (IO::Select->new);
for my $input (@inputs) {
    my $path = $input->{unix_path} // $input->{path};
    unlink $path if defined $path;
    my $door = defined $path
        ? IO::Socket::UNIX->new(Local => $path, Listen => 64)
        : IO::Socket::INET->new(LocalAddr => $input->{listen} // $input->{bind}, LocalPort => $input->{port}, Listen => 64,
            ReuseAddr => 1);
    failed("no input $input->{name}: $!") unless $door && $input->{name} =~ /^(?:forward|unix|tcp)$/;
    $doors{fileno $door} = $input;
    $select->add($door);
}
print "router reads\n";
while (1) {
    for my $ready ($select->can_read) {
        my $id = fileno $ready;
        if (my $input = $doors{$id}) {
            my $client = $ready->accept or next;
            $kept{fileno $client} = {input => $input, data => ''};
            $select->add($client);
            next;
        }
        my $client = $kept{$id};
        if (!sysread $ready, $client->{data}, 65536, length $client->{data}) {
            $select->remove($ready);
            delete $kept{$id};
            close $ready;
            next;
        }
        if ($client->{input}{name} eq 'tcp') { $client->{data} = ''; next } # the health check's
        my $at = 0;
        while ($at < length $client->{data}) {
            my $from = $at;
            my $event = eval { value(\$client->{data}, \$at) };
            if ($@ eq "more\n") { $at = $from; last }
            failed($@) if $@;
            event($event);
        }
        $client->{data} = substr $client->{data}, $at;
    }
}
